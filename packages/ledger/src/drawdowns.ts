import { DataError } from '@fathom/contracts';

/** One fall from a peak of equity. Money in quote units, times in milliseconds since 1970 UTC. */
export interface Drawdown {
  /** Peak − trough, > 0. */
  readonly amount: number;
  /** Of the peak: 2.5 is 2.5 %. */
  readonly percent: number;
  /** The last instant at the peak: flat stretches before the fall do not lengthen it. */
  readonly startTime: number;
  readonly startEquity: number;
  /** The first instant at the trough. */
  readonly endTime: number;
  readonly endEquity: number;
  /** When the peak was reached again; null while it is not. */
  readonly recoveredAt: number | null;
}

/**
 * The deepest falls of a value, found while it moves: the largest in money and the largest in percent of its peak.
 * A fall lasts from a peak until the peak is reached again, so only a new peak needs any arithmetic.
 */
export class Drawdowns {
  // Every field begins as a number: one that is only declared begins as undefined, and V8 then boxes each new value.
  private peakValue = 0;
  private peakTime = 0;
  private trough = 0;
  private troughTime = 0;
  private deepest: Drawdown | null = null;
  private steepest: Drawdown | null = null;
  private lowest = 0;
  // No whole number, because it outgrows those of 31 bits after 25 days, and V8 then throws away all that has met it.
  private longest = Number.NEGATIVE_INFINITY;

  /** The value it begins with is the first peak. */
  constructor(time: number, value: number) {
    this.peakValue = value;
    this.peakTime = time;
    this.trough = value;
    this.troughTime = time;
    this.lowest = value;
  }

  /**
   * Hot: called once per candle. Times must not go back.
   * @throws {DataError} when the value is not a finite number.
   */
  mark(time: number, value: number): void {
    if (!Number.isFinite(value)) throw new DataError(`equity ${value} at ${time} is not a number`);
    if (value >= this.peakValue) this.rise(time, value);
    else if (value < this.trough) {
      this.trough = value;
      this.troughTime = time;
    }
  }

  /**
   * Values `from` … `to` − 1, each `delay` milliseconds after its time. Hot: a value between trough and peak, as most are,
   * costs two comparisons.
   * @throws {DataError} when one is not a finite number.
   */
  markRows(times: Float64Array, delay: number, values: Float64Array, from: number, to: number): void {
    let { peakValue, trough } = this;
    // A whole number to V8 too: the length of an array is none to it, and it would count rows in doubles.
    for (let row = from | 0; row < to; row += 1) {
      const value = values[row] ?? Number.NaN;
      if (value < peakValue && value >= trough) continue;
      // What is no number is neither.
      this.mark((times[row] ?? 0) + delay, value);
      ({ peakValue, trough } = this);
    }
  }

  /** The highest value so far. */
  get peak(): number {
    return this.peakValue;
  }

  /** The lowest value so far. */
  get min(): number {
    return Math.min(this.lowest, this.trough);
  }

  /** The largest in money; the first of equals; null when the value never fell. */
  get absolute(): Drawdown | null {
    const running = this.running(null);
    return running && running.amount > (this.deepest?.amount ?? 0) ? running : this.deepest;
  }

  /** The largest in percent of its peak; the first of equals; null when the value never fell. */
  get relative(): Drawdown | null {
    const running = this.running(null);
    return running && running.percent > (this.steepest?.percent ?? 0) ? running : this.steepest;
  }

  /** The longest time from a peak until it was reached again, or until `now`. Milliseconds. */
  longestMs(now: number): number {
    return Math.max(this.longest, this.trough < this.peakValue ? now - this.peakTime : 0);
  }

  private rise(time: number, value: number): void {
    if (this.trough < this.peakValue) this.settle(time);
    this.peakValue = value;
    this.peakTime = time;
    this.trough = value;
  }

  private settle(time: number): void {
    const fall = this.running(time);
    if (!fall) return;
    if (fall.amount > (this.deepest?.amount ?? 0)) this.deepest = fall;
    if (fall.percent > (this.steepest?.percent ?? 0)) this.steepest = fall;
    this.longest = Math.max(this.longest, time - this.peakTime);
    this.lowest = Math.min(this.lowest, this.trough);
  }

  private running(recoveredAt: number | null): Drawdown | null {
    if (!(this.trough < this.peakValue)) return null;
    const amount = this.peakValue - this.trough;
    return {
      amount,
      percent: (amount / this.peakValue) * 100,
      startTime: this.peakTime,
      startEquity: this.peakValue,
      endTime: this.troughTime,
      endEquity: this.trough,
      recoveredAt,
    };
  }
}
