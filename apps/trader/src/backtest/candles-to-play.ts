import { type CandleColumns, intervalMs } from '@fathom/contracts';
import type { OnProgress } from '@fathom/storage';
import { type Incomplete, joinedCandles } from '../data/joined-candles.js';
import type { CandleSource } from './candle-source.js';
import { LastCandles, rows } from './last-candles.js';

export interface PlayRange {
  /** ms since 1970 UTC; the first candle that counts opens at it or later. All when undefined. */
  readonly start: number | undefined;
  /** ms since 1970 UTC; the last candle has closed by it. */
  readonly end: number | undefined;
  /** So many candles are played before the start, or as many as there are. */
  readonly warmup: number;
  readonly onProgress?: OnProgress;
  /** Told which candles at the edges of the file were left out. */
  readonly incomplete?: Incomplete;
}

/**
 * The candles of a backtest, oldest first, in the interval the strategy is to see: exactly the last `warmup` before the
 * start, however many the gaps there, and all from the start to the end. Constant memory. Columns may be used again, as
 * those of `readCandles`.
 */
export async function* candlesToPlay(source: CandleSource, range: PlayRange): AsyncGenerator<CandleColumns> {
  const { start = Number.NEGATIVE_INFINITY, end = Number.POSITIVE_INFINITY, warmup, onProgress, incomplete } = range;
  const { fileInterval, interval } = source;
  // The last opening time of a candle that has closed by the end.
  const lastOpen = end - intervalMs(interval);
  // Joined candles need the row after them: it tells that a candle whose last part is missing is complete.
  const to = fileInterval === interval && end < Number.POSITIVE_INFINITY ? lastOpen + 1 : undefined;
  const before = new LastCandles(warmup);
  let isBefore = start > Number.NEGATIVE_INFINITY;
  for await (const chunk of joinedCandles(source.read({ to, onProgress }), fileInterval, interval, incomplete)) {
    const from = isBefore ? rowFrom(chunk, start) : 0;
    const until = rowFrom(chunk, lastOpen + 1);
    if (isBefore) before.add(chunk, 0, from);
    if (until > from) {
      if (isBefore) yield* before.take();
      isBefore = false;
      yield from === 0 && until === chunk.length ? chunk : rows(chunk, from, until);
    }
    if (until < chunk.length) return;
  }
}

/** The first row that opens at `time` or later. */
function rowFrom({ length, openTime }: CandleColumns, time: number): number {
  if ((openTime[length - 1] ?? Number.NaN) < time) return length;
  if ((openTime[0] ?? Number.NaN) >= time) return 0;
  return openTime.subarray(0, length).findIndex((open) => open >= time);
}
