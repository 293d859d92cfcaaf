import { type Interval, intervalMs } from '@fathom/contracts';
import { type FileOptions, inferInterval, readCandles } from './read-candles.js';

/** What a candle file holds. */
export interface CandleSummary {
  readonly interval: Interval;
  readonly rows: number;
  /** `openTime` of the first and of the last candle, milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** Places where at least one candle is missing between two rows. */
  readonly gaps: number;
  /** Candles missing in all gaps together: intervals in which nothing traded, or which the file lacks. */
  readonly missing: number;
}

export interface DescribeOptions extends FileOptions {
  readonly interval?: Interval | undefined;
}

/**
 * Reads a whole candle file once, checking every row, and says what is in it.
 * @throws {DataError} as `readCandles` does.
 */
export async function describeCandles(path: string, options: DescribeOptions = {}): Promise<CandleSummary> {
  const interval = options.interval ?? (await inferInterval(path, { member: options.member }));
  const step = intervalMs(interval);
  let rows = 0;
  let first = Number.NaN;
  let last = Number.NaN;
  let gaps = 0;
  for await (const { length, openTime } of readCandles(path, { ...options, interval })) {
    if (rows === 0) first = openTime[0] ?? Number.NaN;
    rows += length;
    for (let row = 0; row < length; row++) {
      const time = openTime[row] ?? Number.NaN;
      if (time - last > step) gaps++;
      last = time;
    }
  }
  return { interval, rows, first, last, gaps, missing: (last - first) / step + 1 - rows };
}
