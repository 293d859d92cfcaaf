import { UsageError } from '@fathom/contracts';
import { DAY_MS, dayNumber } from './civil-date.js';
import { type Drawdown, Drawdowns } from './drawdowns.js';
import { type EquityPoint, ThinnedPoints } from './thinned-points.js';

export interface EquityCurveOptions {
  /** Quote units, > 0. */
  readonly startBalance: number;
  /** Where the run begins: the first candle's open time. */
  readonly startTime: number;
  /** How many points are kept at most, beside the last; even, ≥ 2. */
  readonly maxPoints?: number;
}

/** Equity at the end of every UTC day of a run: `equity[i]` belongs to day number `firstDay + i`. */
export interface DailyEquity {
  readonly firstDay: number;
  readonly equity: readonly number[];
}

/**
 * What an account was worth, candle after candle, in little memory: its extremes and drawdowns, its value at the end
 * of each UTC day, and a thinned curve. It begins with the starting balance at the start.
 *
 * An instant ends the stretch before it: equity marked at midnight closes the old day. A day without candles
 * carries the value before it.
 */
export class EquityCurve {
  readonly startBalance: number;
  readonly startTime: number;
  private readonly drawdowns: Drawdowns;
  private readonly thinned: ThinnedPoints;
  private readonly firstDay: number;
  private readonly dayEnds: number[] = [];
  private dayEnd = 0;
  private lastTime = 0;
  private lastEquity = 0;
  private exposedCount = 0;
  private hasEnded = false;

  /** @throws {UsageError} when the starting balance is not a positive number or `maxPoints` not even and ≥ 2. */
  constructor({ startBalance, startTime, maxPoints = 100_000 }: EquityCurveOptions) {
    if (!(startBalance > 0 && Number.isFinite(startBalance))) {
      throw new UsageError(`starting balance ${startBalance} is not a positive amount`);
    }
    this.startBalance = startBalance;
    this.startTime = startTime;
    this.firstDay = dayNumber(startTime);
    this.dayEnd = (this.firstDay + 1) * DAY_MS;
    this.lastTime = startTime;
    this.lastEquity = startBalance;
    this.drawdowns = new Drawdowns(startTime, startBalance);
    this.thinned = new ThinnedPoints(maxPoints);
    this.thinned.add(startTime, startBalance);
  }

  /**
   * The account's worth as a candle closes. Hot: no allocation, a few nanoseconds. Times must not go back.
   * @throws {DataError} when `equity` is not a finite number.
   */
  mark(time: number, equity: number, isExposed: boolean): void {
    // First, because it refuses what is no number.
    this.drawdowns.mark(time, equity);
    if (time > this.dayEnd) this.endDays(time);
    this.lastTime = time;
    this.lastEquity = equity;
    if (isExposed) this.exposedCount += 1;
    this.thinned.add(time, equity);
  }

  /**
   * Marks many at once. Hot: most of them cost two comparisons.
   * @param times and `equity` `delay` milliseconds after each of them
   * @param exposed how many of them had a position open
   * @throws {DataError} when equity is not a finite number.
   */
  markRows(times: Float64Array, delay: number, equity: Float64Array, exposed: number): void {
    const { drawdowns } = this;
    const { length } = times;
    if (length === 0) return;
    for (let from = 0, to = 0; from < length; from = to) {
      // The first of a day ends those before it, with the equity that is the last so far.
      this.endDays((times[from] ?? 0) + delay);
      to = this.endOfDay(times, delay, from);
      drawdowns.markRows(times, delay, equity, from, to);
      this.lastEquity = equity[to - 1] ?? 0;
    }
    this.thinned.addRows(times, delay, equity);
    this.lastTime = (times[length - 1] ?? 0) + delay;
    this.exposedCount += exposed;
  }

  /**
   * The run goes on for a moment behind its last candle, and ends there: worth a point of the curve, and no candle.
   * @throws {DataError} when `equity` is not a finite number.
   */
  end(time: number, equity: number): void {
    this.drawdowns.mark(time, equity);
    if (time > this.dayEnd) this.endDays(time);
    this.lastTime = time;
    this.lastEquity = equity;
    this.hasEnded = true;
  }

  /** The last instant marked, or the start. */
  get time(): number {
    return this.lastTime;
  }

  /** The last equity marked, or the starting balance. */
  get equity(): number {
    return this.lastEquity;
  }

  get minEquity(): number {
    return this.drawdowns.min;
  }

  get maxEquity(): number {
    return this.drawdowns.peak;
  }

  get candles(): number {
    return this.thinned.count - 1; // the start is a point and no candle
  }

  /** Candles that closed with a position open. */
  get exposedCandles(): number {
    return this.exposedCount;
  }

  /** The largest fall in money; null when equity never fell. */
  get absoluteDrawdown(): Drawdown | null {
    return this.drawdowns.absolute;
  }

  /** The largest fall in percent of its peak; null when equity never fell. */
  get relativeDrawdown(): Drawdown | null {
    return this.drawdowns.relative;
  }

  /** The longest time below a peak, milliseconds. */
  get longestDrawdownMs(): number {
    return this.drawdowns.longestMs(this.lastTime);
  }

  /** From the start's day to the last mark's, the last one as far as it went. */
  daily(): DailyEquity {
    return { firstDay: this.firstDay, equity: [...this.dayEnds, this.lastEquity] };
  }

  /**
   * The curve, thinned: every mark of a short run, every 2nd, 4th, 8th … of a longer one; begins with the start and
   * ends with the last mark.
   */
  points(): EquityPoint[] {
    const points = this.thinned.toArray();
    if (this.hasEnded || !this.thinned.endsWithNewest) points.push({ time: this.lastTime, equity: this.lastEquity });
    return points;
  }

  /** The first row behind `from` that belongs to a later day. */
  private endOfDay(times: Float64Array, delay: number, from: number): number {
    const { length } = times;
    const last = this.dayEnd - delay;
    if ((times[length - 1] ?? 0) <= last) return length;
    let row = from + 1;
    while (row < length && (times[row] ?? 0) <= last) row += 1;
    return row;
  }

  private endDays(time: number): void {
    while (time > this.dayEnd) {
      this.dayEnds.push(this.lastEquity);
      this.dayEnd += DAY_MS;
    }
  }
}
