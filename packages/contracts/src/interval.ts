import { UsageError } from './errors.js';

/** Candle lengths Kraken offers, in minutes (its OHLC endpoint). */
export const INTERVALS = [1, 5, 15, 30, 60, 240, 1440, 10080, 21600] as const;

/** A candle's length in minutes. */
export type Interval = (typeof INTERVALS)[number];

/** @throws {UsageError} naming the value and the list when it is not one of Kraken's. */
export function parseInterval(minutes: number | string): Interval {
  const interval = INTERVALS.find((known) => known === Number(minutes));
  if (interval === undefined) throw new UsageError(`period ${minutes} is not one of ${INTERVALS.join(' ')} minutes`);
  return interval;
}

/** The length of an interval in milliseconds. */
export function intervalMs(interval: Interval): number {
  return interval * 60_000;
}
