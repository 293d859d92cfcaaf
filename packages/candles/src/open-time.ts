import { type Interval, intervalMs } from '@fathom/contracts';

/**
 * The first instant of the interval that holds `time`, both in milliseconds since 1970 UTC.
 * Kraken counts all its intervals from 1970-01-01 00:00 UTC: a day opens at midnight UTC, a week on a
 * Thursday, and 21600 minutes is fifteen such days.
 */
export function openTimeOf(time: number, interval: Interval): number {
  const length = intervalMs(interval);
  return Math.floor(time / length) * length;
}
