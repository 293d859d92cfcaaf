import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BookLevel,
  type Clock,
  Decimal,
  type Scheduler,
  type Strategy,
  type StrategyDefinition,
} from '@fathom/contracts';
import {
  askingAgain,
  fetchTransport,
  findInstrument,
  type HttpTransport,
  KrakenRest,
  MemoryNonce,
  Secret,
} from '@fathom/exchange';
import {
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  LocalKraken,
  ReplayedMarket,
  type SourceStep,
} from '@fathom/kraken-simulator';
import { botId } from '@fathom/notifications';
import { ManualTime, SeededRandom } from '@fathom/testkit';
import type { BotPlan } from '../src/trade/bot-plan.js';
import { type MarketAccess, marketAccess, type MarketAccessOptions } from '../src/trade/market-access.js';
import { letPass, whileTimePasses } from './moved-time.js';

/** A whole minute. */
const BEGIN = Date.UTC(2026, 7, 2);
const HISTORY_S = 900;

type Level = readonly [price: string, quantity: string];

/** Something of the market, so many seconds after `BEGIN`. */
interface Scene {
  readonly at: number;
  /** The whole book from now on, best first. */
  readonly book?: { readonly bids: readonly Level[]; readonly asks: readonly Level[] };
  /** What the market trades at from now on, once a second. */
  readonly price?: number;
}

export interface LocalMarketOptions {
  readonly scenes?: readonly Scene[];
  readonly balances?: Readonly<Record<string, string>>;
  /** Seconds after `BEGIN` until the market goes silent. */
  readonly lasts?: number;
}

const QUIET: Scene = {
  at: -HISTORY_S,
  price: 100,
  book: {
    bids: [
      ['99.9', '50'],
      ['99.8', '50'],
    ],
    asks: [
      ['100.1', '50'],
      ['100.2', '50'],
    ],
  },
};

/** A local Kraken that trades BTC/USD as written, in memory, under a clock moved by hand. */
export function localMarket({ scenes = [], balances = { USD: '10000' }, lasts = 1200 }: LocalMarketOptions = {}) {
  const time = new ManualTime(BEGIN - 20_000);
  const instrument = findInstrument('BTC/USD');
  const steps = [...marketSteps([QUIET, ...scenes], lasts)].toSorted((a, b) => a.time - b.time);
  const kraken = new LocalKraken({
    market: new ReplayedMarket({ sources: [{ instrument, steps }] }),
    clock: time,
    random: new SeededRandom(1),
  });
  const held = new Map(Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)]));
  const customer = kraken.addCustomer({ name: 'alice', balances: held, tier: 'pro' });
  const sockets = new InMemorySockets(kraken, time);
  const transport = fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: time });
  const stop = keepTime(kraken, { clock: time, scheduler: time });
  const keys = { key: new Secret(customer.key), secret: new Secret(customer.secret), origin: 'a test' };
  /** How far our own clock is off, milliseconds. */
  const clock = { offMs: 0 };
  const our: Clock & Scheduler = {
    now: () => time.now() + clock.offMs,
    after: (delayMs, task) => time.after(delayMs, task),
  };
  return {
    clock,
    time,
    kraken,
    customer,
    sockets,
    transport,
    stop,
    /** Another process's way to it. */
    access: (through: HttpTransport = transport, account?: MarketAccessOptions['account']): MarketAccess => {
      const rest = new KrakenRest({ keys, nonces: new MemoryNonce(time), transport: through, time: our, tier: 'pro' });
      const insist = <T>(ask: () => Promise<T>) => askingAgain(ask, { scheduler: time });
      return marketAccess({
        time: our,
        random: new SeededRandom(2),
        rest,
        sockets,
        insist,
        ...(account && { account }),
      });
    },
    /** Lets time pass, with enough turns of the event loop for what happens meanwhile. */
    pass: (seconds: number) => pass(time, seconds),
    /** Lets time pass until something is done. */
    until: <T>(done: Promise<T>): Promise<T> => whileTimePasses(time, done, 100),
  };
}

async function pass(time: ManualTime, seconds: number): Promise<void> {
  for (let step = 0; step < Math.round(seconds * 10); step += 1) await letPass(time, 100);
}

function* marketSteps(scenes: readonly Scene[], lasts: number): Generator<SourceStep> {
  for (const { at, book } of scenes) {
    if (book === undefined) continue;
    const time = BEGIN + at * 1000;
    yield { type: 'book-snapshot', time, bids: book.bids.map(level), asks: book.asks.map(level) };
  }
  let id = 0;
  for (let second = -HISTORY_S; second < lasts; second += 1) {
    const time = BEGIN + second * 1000 + 500;
    const price = scenes.findLast((scene) => scene.price !== undefined && scene.at <= second)?.price ?? 100;
    id += 1;
    const print = { time, price, quantity: Decimal.parse('0.01'), id, side: 'buy', orderType: 'market' } as const;
    yield { type: 'market-traded', time, trades: [print] };
  }
}

function level([price, quantity]: Level): BookLevel {
  return { price: Decimal.parse(price).toFixed(1), quantity: Decimal.parse(quantity).toFixed(8) };
}

/** A strategy that does as told with the candle that opens so many minutes after `BEGIN`. */
export function told(
  onCandle: (minute: number, ...about: Parameters<Strategy['onCandle']>) => ReturnType<Strategy['onCandle']>,
) {
  const definition: StrategyDefinition = {
    name: 'told',
    label: 'Told what to do',
    description: 'what a test wants',
    schema: { parse: () => ({}) },
    create: () => ({
      name: 'told',
      label: 'Told what to do',
      warmup: 1,
      config: {},
      onCandle: (candle, trades) => onCandle((candle.openTime - BEGIN) / 60_000, candle, trades),
    }),
  };
  return definition;
}

/** A bot on paper that trades 1 BTC at a time, in an empty folder. */
export function botPlan(definition: StrategyDefinition, fields: Partial<BotPlan> = {}): BotPlan {
  return {
    identity: { name: 'Testbot', id: botId('Testbot') },
    mode: 'paper',
    pair: 'BTC/USD',
    interval: 1,
    source: 'market-trades',
    definition,
    config: {},
    sizing: { type: 'quantity', quantity: Decimal.ONE },
    balance: Decimal.parse('10000'),
    fees: { takerPercent: Decimal.parse('0.4'), makerPercent: Decimal.parse('0.25') },
    onStop: 'leave',
    runsForMs: undefined,
    ledgerFolder: mkdtempSync(join(tmpdir(), 'ledgers-')),
    ...fields,
  };
}
