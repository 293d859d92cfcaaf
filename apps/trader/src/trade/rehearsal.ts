import { join } from 'node:path';
import { type Candle, type Clock, type Decimal, type Instrument, type Random, type Scheduler } from '@fathom/contracts';
import { fetchTransport, findInstrument, type HttpTransport, Secret, type SocketTransport } from '@fathom/exchange';
import {
  candlePrints,
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  LocalKraken,
  ReplayedMarket,
  tradeSource,
} from '@fathom/kraken-simulator';
import { readCandles } from '@fathom/storage';
import { SHIPPED } from '../backtest/candle-source.js';

/** Hourly candles are recorded; each becomes one of this many minutes here. */
const RECORDED_INTERVAL = 60;
const HISTORY_CANDLES = 720;
/** A lively day, with losses and gains for the original's strategy. */
const BEGIN = Date.UTC(2021, 5, 21, 18);
const PRINTS = 60;
/** How much faster than life it goes. */
export const REHEARSAL_SPEED = 40;
const LEVELS = 25;

export interface RehearsalOptions {
  /** BTC/USD in any spelling; nothing else is recorded. */
  readonly pair: string;
  /** Length of a rehearsal candle, minutes: an hour of the recording passes in it. */
  readonly interval: number;
  readonly balance: Decimal;
  readonly time: Clock & Scheduler;
  /** How long its network may take goes by this one. */
  readonly real: Scheduler;
  readonly random: Random;
}

/** A recorded market on a local Kraken within this process, and what a client needs to trade there. */
export interface Rehearsal {
  readonly transport: HttpTransport;
  readonly sockets: SocketTransport;
  readonly keys: { readonly key: Secret; readonly secret: Secret; readonly origin: string };
  close(): void;
}

/**
 * Opens a local Kraken that plays the candles which come with Fathom from 2021-06-21 18:00 UTC on, an hour of them in each
 * candle of the rehearsal, with an account of its own.
 */
export async function openRehearsal(options: RehearsalOptions): Promise<Rehearsal> {
  const { interval, balance, time, real, random } = options;
  const instrument = findInstrument(options.pair);
  const candles = await shippedCandles();
  const past = candles.filter(({ openTime }) => openTime < BEGIN).slice(-HISTORY_CANDLES);
  const present = candles.filter(({ openTime }) => openTime >= BEGIN);
  const speed = RECORDED_INTERVAL / interval;
  const begin = present[0]?.openTime ?? 0;
  // Whole candles, so that an hour of the recording is a candle here.
  const length = interval * 60_000;
  const simulated = Math.floor(time.now() / length) * length;
  const clock = { recorded: begin, simulated, speed };
  const market = new ReplayedMarket({
    sources: [tradeSource({ instrument, trades: prints(instrument, past, present), seed: 1, levels: LEVELS })],
    clock,
  });
  const kraken = new LocalKraken({ market, clock: time, random });
  const { key, secret } = kraken.addCustomer({
    name: 'rehearsal',
    balances: new Map([[instrument.quote, balance]]),
    tier: 'pro',
  });
  const stop = keepTime(kraken, { clock: time, scheduler: time });
  return {
    transport: fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: real }),
    sockets: new InMemorySockets(kraken, time),
    keys: { key: new Secret(key), secret: new Secret(secret), origin: 'the rehearsal' },
    close: stop,
  };
}

async function shippedCandles(): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const columns of readCandles(join(SHIPPED, 'XBTUSD_60.csv.gz'), { interval: RECORDED_INTERVAL })) {
    for (let row = 0; row < columns.length; row += 1) {
      candles.push({
        openTime: columns.openTime[row] ?? Number.NaN,
        open: columns.open[row] ?? Number.NaN,
        high: columns.high[row] ?? Number.NaN,
        low: columns.low[row] ?? Number.NaN,
        close: columns.close[row] ?? Number.NaN,
        volume: columns.volume[row] ?? Number.NaN,
        trades: columns.trades[row] ?? Number.NaN,
      });
    }
  }
  return candles;
}

/** Few in the past, which is worked through before the first answer, more from then on. */
function* prints(instrument: Instrument, past: readonly Candle[], present: readonly Candle[]) {
  let firstId = 1;
  const common = { instrument, interval: RECORDED_INTERVAL, seed: 1 } as const;
  for (const print of candlePrints(past, { ...common, maxPrints: 6 })) {
    firstId = print.id + 1;
    yield print;
  }
  yield* candlePrints(present, { ...common, maxPrints: PRINTS, firstId });
}
