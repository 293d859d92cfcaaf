import { basename } from 'node:path';
import {
  type Candle,
  type CandleColumns,
  DataError,
  type Interval,
  intervalMs,
  type MarketTrade,
} from '@fathom/contracts';
import { findInstrument } from '@fathom/exchange';
import { candlePrints, ReplayedMarket, startingAt, tradeSource } from '@fathom/kraken-simulator';
import { inferInterval, readCandles } from '@fathom/storage';

/** How much of the recording lies before the start, to be asked for. */
const HISTORY_MS = 3 * 86_400_000;
/** Prints of a candle: few in the past, which is worked through before the first answer, more from then on. */
const PRINTS = { past: 12, present: 600 };
const LEVELS = 30;

export interface MarketOptions {
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Recorded seconds in a real one. */
  readonly speed: number;
  readonly seed: number;
}

/**
 * A market out of a file of candles whose name tells the pair: `XBTUSD_60.csv.gz`.
 * @throws {UsageError} for an unknown pair
 * @throws {DataError} for a file that cannot be read or holds no candle
 */
export async function candleMarket(path: string, { now, speed, seed }: MarketOptions): Promise<ReplayedMarket> {
  const instrument = findInstrument(basename(path).split(/[_.]/)[0] ?? '');
  const interval = await inferInterval(path);
  const candles = await candlesOf(path, interval);
  const first = candles[0];
  if (first === undefined) throw new DataError(`${path} holds no candle`);
  const clock = startingAt(first.openTime + HISTORY_MS, now, speed);
  const from = clock.recorded - HISTORY_MS;
  const past = candles.filter(({ openTime }) => openTime >= from && openTime + intervalMs(interval) <= clock.recorded);
  const present = candles.filter(({ openTime }) => openTime + intervalMs(interval) > clock.recorded);
  const trades = printsOf(past, present);
  return new ReplayedMarket({ sources: [tradeSource({ instrument, trades, seed, levels: LEVELS })], clock });

  function* printsOf(before: readonly Candle[], after: readonly Candle[]): Generator<MarketTrade> {
    let firstId = 1;
    for (const print of candlePrints(before, { instrument, interval, seed, maxPrints: PRINTS.past })) {
      firstId = print.id + 1;
      yield print;
    }
    yield* candlePrints(after, { instrument, interval, seed, maxPrints: PRINTS.present, firstId });
  }
}

async function candlesOf(path: string, interval: Interval): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const columns of readCandles(path, { interval })) candles.push(...rows(columns));
  return candles;
}

function* rows(columns: CandleColumns): Generator<Candle> {
  for (let row = 0; row < columns.length; row += 1) {
    yield {
      openTime: columns.openTime[row] ?? Number.NaN,
      open: columns.open[row] ?? Number.NaN,
      high: columns.high[row] ?? Number.NaN,
      low: columns.low[row] ?? Number.NaN,
      close: columns.close[row] ?? Number.NaN,
      volume: columns.volume[row] ?? Number.NaN,
      trades: columns.trades[row] ?? Number.NaN,
    };
  }
}
