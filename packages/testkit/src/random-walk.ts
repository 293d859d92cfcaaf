import type { CandleColumns } from '@fathom/contracts';
import { START } from './candle.js';
import { SeededRandom } from './seeded-random.js';

export interface RandomWalkOptions {
  readonly length: number;
  readonly seed: number;
  /** Minutes; 1 unless given. */
  readonly interval?: number;
  /** Of the first candle; `START` unless given. */
  readonly openTime?: number;
  /** First open; 7915.5 unless given. */
  readonly price?: number;
}

/**
 * Made-up candles that look like BTC/USD: gapless, prices to one decimal, four steps of at most 0.1 %
 * each within a candle, volumes to eight decimals, every candle traded. Same seed, same candles.
 * Columns, because a benchmark wants a million of them; `candlesOf` makes objects.
 */
export function randomWalk(options: RandomWalkOptions): CandleColumns {
  const { length, seed, interval = 1, openTime = START, price = 7915.5 } = options;
  const random = new SeededRandom(seed);
  const room = () => new Float64Array(length);
  const columns = {
    length,
    openTime: room(),
    open: room(),
    high: room(),
    low: room(),
    close: room(),
    volume: room(),
    trades: room(),
  };
  let last = price;
  for (let i = 0; i < length; i += 1) {
    columns.openTime[i] = openTime + i * interval * 60_000;
    columns.open[i] = last;
    let high = last;
    let low = last;
    for (let step = 0; step < 4; step += 1) {
      // Never below one tick, however long the walk.
      last = Math.max(Math.round(last * (1 + (random.next() - 0.5) * 0.002) * 10), 1) / 10;
      high = Math.max(high, last);
      low = Math.min(low, last);
    }
    columns.high[i] = high;
    columns.low[i] = low;
    columns.close[i] = last;
    columns.volume[i] = Math.round(random.next() * 20e8) / 1e8;
    columns.trades[i] = 4 + Math.floor(random.next() * 60);
  }
  return columns;
}
