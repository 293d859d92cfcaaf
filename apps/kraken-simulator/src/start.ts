import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Decimal, type Random, UsageError } from '@fathom/contracts';
import { type ApiKey, LocalKraken, type RunningKraken, serve, systemTime } from '@fathom/kraken-simulator';
import { bookMarket } from './book-market.js';
import { candleMarket } from './candle-market.js';
import { readBalance, readPort, readSeed, readSpeed, readTier } from './flags.js';
import { readFaults } from './read-faults.js';
import { SeededRandom } from './seeded-random.js';

export interface Flags {
  readonly port: string;
  readonly candles?: string;
  readonly book?: string;
  readonly speed: string;
  readonly seed?: string;
  readonly tier: string;
  readonly balance?: readonly string[];
  readonly faults?: string;
}

/** Money everybody begins with who does not say. */
const BALANCES: readonly (readonly [string, Decimal])[] = [
  ['USD', Decimal.parse('100000')],
  ['BTC', Decimal.parse('1')],
];
/** Public calls of an address: about what other clients take for Kraken's limit. */
const PUBLIC_LIMIT = { max: 20, decayPerSecond: 1 };
const SHIPPED = '../../../data/kraken/XBTUSD_60.csv.gz';

export interface Started {
  readonly server: RunningKraken;
  readonly key: ApiKey;
  /** `BTC/USD` … */
  readonly pairs: readonly string[];
}

/**
 * @param cwd where relative paths begin
 * @throws {UsageError} for what cannot be
 * @throws {DataError} for files that cannot be read
 */
export async function start(flags: Flags, cwd: string, onDefect: (error: unknown) => void): Promise<Started> {
  if (flags.candles !== undefined && flags.book !== undefined)
    throw new UsageError('give --candles or --book, not both');
  const [port, speed, tier] = [readPort(flags.port), readSpeed(flags.speed), readTier(flags.tier)];
  const seed = flags.seed === undefined ? randomInt(2 ** 32) : readSeed(flags.seed);
  const balances = new Map(flags.balance === undefined ? BALANCES : flags.balance.map(readBalance));
  const rules = flags.faults === undefined ? [] : readFaults(faultsPath(flags.faults, cwd));
  const random: Random = new SeededRandom(seed);
  const options = { now: systemTime.now(), speed, seed };
  const market =
    flags.book === undefined
      ? await candleMarket(flags.candles === undefined ? shipped() : resolve(cwd, flags.candles), options)
      : bookMarket(resolve(cwd, flags.book), options);
  const kraken = new LocalKraken({ market, clock: systemTime, random, publicLimit: PUBLIC_LIMIT });
  const key = kraken.addCustomer({ name: 'you', balances, tier });
  kraken.faults.add(...rules);
  return { server: await serve(kraken, { port, onDefect }), key, pairs: market.instruments.map(({ name }) => name) };
}

function faultsPath(word: string, cwd: string): string {
  return word.startsWith('random:') ? word : resolve(cwd, word);
}

function shipped(): string {
  return fileURLToPath(new URL(SHIPPED, import.meta.url));
}
