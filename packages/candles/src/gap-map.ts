import { DataError, type Interval, intervalMs } from '@fathom/contracts';
import { openTimeOf } from './open-time.js';

/** Intervals a series has no candle for. Times in milliseconds since 1970 UTC. */
export interface Gap {
  /** Open time of the first missing candle. */
  readonly from: number;
  /** Open time of the candle that ends the gap. */
  readonly to: number;
  /** Missing candles. */
  readonly missing: number;
}

/**
 * Finds the holes in a series of candles while it streams past, keeping only the holes.
 * An empty candle (`trades` 0) is there, so it is no hole.
 */
export class GapMap {
  private readonly interval: Interval;
  private readonly lengthMs: number;
  private readonly found: Gap[] = [];
  private seen = 0;
  private missed = 0;
  private last = Number.NaN;

  constructor(interval: Interval) {
    this.interval = interval;
    this.lengthMs = intervalMs(interval);
  }

  /** Oldest first. */
  get gaps(): readonly Gap[] {
    return this.found;
  }

  /** Candles missing in all gaps together. */
  get missing(): number {
    return this.missed;
  }

  /** Candles seen. */
  get candles(): number {
    return this.seen;
  }

  /**
   * Takes the next candle's open time.
   * @throws {DataError} when it is not later than the one before, or not the start of an interval.
   */
  add(openTime: number): void {
    const expected = this.last + this.lengthMs;
    if (openTime !== expected) this.jump(openTime, expected);
    this.last = openTime;
    this.seen += 1;
  }

  /** Takes many open times. @throws {DataError} as `add` does. */
  addRows(openTimes: Float64Array): void {
    const { lengthMs } = this;
    let { last } = this;
    for (let row = 0; row < openTimes.length; row += 1) {
      const time = openTimes[row] ?? Number.NaN;
      if (time !== last + lengthMs) {
        this.last = last;
        this.jump(time, last + lengthMs);
      }
      last = time;
    }
    this.last = last;
    this.seen += openTimes.length;
  }

  private jump(openTime: number, expected: number): void {
    if (openTimeOf(openTime, this.interval) !== openTime) {
      throw new DataError(`open time ${openTime} does not start a ${this.interval}-minute interval`);
    }
    if (openTime <= this.last) throw new DataError(`open time ${openTime} comes after ${this.last}`);
    if (openTime > expected) {
      const missing = (openTime - expected) / this.lengthMs;
      this.found.push({ from: expected, to: openTime, missing });
      this.missed += missing;
    }
  }
}
