import { join } from 'node:path';
import { type Candle, Decimal } from '@fathom/contracts';
import { fetchTransport, findInstrument, KrakenRest, MemoryNonce, Secret } from '@fathom/exchange';
import {
  candlePrints,
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  LocalKraken,
  type Print,
  ReplayedMarket,
  tradeSource,
} from '@fathom/kraken-simulator';
import { readCandles } from '@fathom/storage';
import { candlesOf, ManualTime, SeededRandom } from '@fathom/testkit';
import { SHIPPED } from '../../src/backtest/candle-source.js';
import { marketAccess } from '../../src/trade/market-access.js';
import { plainSigner } from '../proofs/plain-signer.js';

/** The candles that come with Fathom are hourly; here each is a minute long, so that a day passes in 24. */
const MINUTE = 60_000;
/** All that Kraken gives: a strategy that knows less decides otherwise. */
const HISTORY = 719;
const BALANCE = Decimal.parse('10000');
const PRINTS = 24;
const STILL_MS = 5_000;
export const INSTRUMENT = findInstrument('BTC/USD');
/** Where the present begins: a whole minute. */
export const BEGIN = Date.UTC(2026, 7, 2);

/** Recorded candles: what was before `BEGIN`, and so many minutes from there on. */
export async function recordedCandles(from: number, minutes: number): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const columns of readCandles(join(SHIPPED, 'XBTUSD_60.csv.gz'), { interval: 60 })) {
    candles.push(...candlesOf(columns));
  }
  const first = candles.findIndex(({ openTime }) => openTime >= from) - HISTORY;
  return candles
    .slice(first, first + HISTORY + minutes)
    .map((candle, index) => ({ ...candle, openTime: BEGIN + (index - HISTORY) * MINUTE }));
}

/**
 * The prints of minutes, so that the market stands at its open for the first five seconds of each: whoever sends an order
 * by then gets that price, as a backtest does. What else it gets is not a matter of decisions, until a profit is taken.
 */
function* patient(prints: Iterable<Print>): Generator<Print> {
  let minute = Number.NaN;
  for (const print of prints) {
    const begin = Math.floor(print.time / MINUTE) * MINUTE;
    yield {
      ...print,
      time: begin === minute ? begin + STILL_MS + (print.time - begin) * (1 - STILL_MS / MINUTE) : begin,
    };
    minute = begin;
  }
}

/** A local Kraken that plays candles, under a clock moved by hand, and the way to it. */
export async function recordedMarket(candles: readonly Candle[]) {
  const time = new ManualTime(BEGIN - 20_000);
  const trades = patient(candlePrints(candles, { instrument: INSTRUMENT, interval: 1, seed: 1, maxPrints: PRINTS }));
  const market = new ReplayedMarket({
    sources: [tradeSource({ instrument: INSTRUMENT, trades, seed: 1, levels: 25 })],
  });
  const kraken = new LocalKraken({ market, clock: time, random: new SeededRandom(1) });
  const customer = kraken.addCustomer({ name: 'alice', balances: new Map([['USD', BALANCE]]), tier: 'pro' });
  const stop = keepTime(kraken, { clock: time, scheduler: time });
  const keys = { key: new Secret(customer.key), secret: new Secret(customer.secret), origin: 'parity' };
  const nonces = new MemoryNonce(time);
  const rest = new KrakenRest({
    keys,
    nonces,
    // Loading the library takes real time, in which none passes here.
    signer: async () => plainSigner(keys, nonces),
    transport: fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: time }),
    time,
    tier: 'pro',
  });
  const access = marketAccess({
    time,
    random: new SeededRandom(2),
    rest,
    sockets: new InMemorySockets(kraken, time),
    account: { onTrouble: () => undefined },
    insist: (ask) => ask(),
  });
  return {
    access,
    pass: (ms: number) => time.advance(ms),
    /** Lets time pass until something is done. */
    until: async <T>(asked: Promise<T>): Promise<T> => {
      const state = { isDone: false };
      void asked.catch(() => undefined).finally(() => (state.isDone = true));
      while (!state.isDone) await time.advance(500);
      return asked;
    },
    close: () => {
      access.close();
      stop();
    },
  };
}
