import { type CandleColumns, Decimal } from '@fathom/contracts';
import { fetchTransport, findInstrument } from '@fathom/exchange';
import {
  candleSource,
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  type KeyOptions,
  LocalKraken,
  ReplayedMarket,
} from '@fathom/kraken-simulator';
import { ManualTime, SeededRandom } from '@fathom/testkit';
import { newUser } from './command-line.js';
import { whileTimePasses } from './moved-time.js';

export interface LocalUserOptions {
  readonly now: number;
  readonly candles: CandleColumns;
  readonly key?: KeyOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly balances?: Readonly<Record<string, string>>;
}

/** A user whose network ends in a local Kraken that trades these minutes, and whose time is moved by hand. */
export function localUser({ now, candles, key: keyOptions, env = {}, balances = { USD: '1000' } }: LocalUserOptions) {
  const time = new ManualTime(now);
  const instrument = findInstrument('BTC/USD');
  const source = candleSource({ instrument, interval: 1, candles, maxPrints: 4, seed: 1 });
  const kraken = new LocalKraken({
    market: new ReplayedMarket({ sources: [source] }),
    clock: time,
    random: new SeededRandom(1),
  });
  const held = new Map(Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)]));
  const key = kraken.addCustomer({ name: 'alice', balances: held, tier: 'pro' }, keyOptions);
  const fetch = inMemoryTransport(kraken, time);
  const transport = fetchTransport({ fetch, scheduler: time });
  const keys = { KRAKEN_API_KEY: key.key, KRAKEN_API_SECRET: key.secret };
  const user = newUser({
    env: { ...keys, ...env },
    network: { transport, sockets: new InMemorySockets(kraken, time), time },
  });
  keepTime(kraken, { clock: time, scheduler: time });
  return {
    ...user,
    kraken,
    time,
    key,
    /** Types a command and lets time pass until it is done. */
    trader: (...args: string[]) => whileTimePasses(time, user.trader(...args), 100),
  };
}
