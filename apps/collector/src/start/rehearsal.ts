import type { Candle, Clock, Random, Scheduler } from '@fathom/contracts';
import { findInstrument, type HttpTransport, fetchTransport, type SocketTransport } from '@fathom/exchange';
import {
  candlePrints,
  InMemorySockets,
  inMemoryTransport,
  keepTime,
  LocalKraken,
  ReplayedMarket,
  tradeSource,
} from '@fathom/kraken-simulator';
import { readCandles } from '@fathom/storage';
import { SHIPPED_CANDLES } from '../shipped-candles.js';

const INTERVAL = 60;
/** A lively day. */
const BEGIN = Date.UTC(2021, 5, 21, 18);
/** Recorded seconds in a real one: about ten market trades in each. */
const SPEED = 60;
/** By then there is a book. */
const SETTLED_MS = 600_000;
const PRINTS = 600;
const LEVELS = 100;

/** A recorded market of BTC/USD on a local Kraken within this process: no network, no account. */
export interface Rehearsal {
  readonly sockets: SocketTransport;
  readonly transport: HttpTransport;
  close(): void;
}

export async function openRehearsal(time: Clock & Scheduler, random: Random): Promise<Rehearsal> {
  const instrument = findInstrument('BTC/USD');
  const trades = candlePrints(await shippedCandles(), { instrument, interval: INTERVAL, seed: 1, maxPrints: PRINTS });
  const market = new ReplayedMarket({
    sources: [tradeSource({ instrument, trades, seed: 1, levels: LEVELS })],
    clock: { recorded: BEGIN + SETTLED_MS, simulated: time.now(), speed: SPEED },
  });
  const kraken = new LocalKraken({ market, clock: time, random });
  return {
    sockets: new InMemorySockets(kraken, time),
    transport: fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: time }),
    close: keepTime(kraken, { clock: time, scheduler: time }),
  };
}

async function shippedCandles(): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const columns of readCandles(SHIPPED_CANDLES, { interval: INTERVAL })) {
    for (let row = 0; row < columns.length; row += 1) {
      const openTime = columns.openTime[row] ?? Number.NaN;
      if (openTime < BEGIN) continue;
      candles.push({
        openTime,
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
