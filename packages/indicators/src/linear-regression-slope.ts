import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

/** Read outside a block: in hot code, where `at` would be another call. */
const NONE = Number.NaN;

export interface LinearRegressionSlopeOptions {
  /** Inputs the line is fitted to, ≥ 2; default 9. */
  readonly period?: number;
}

/**
 * Slope of the least-squares line through the last `period` inputs, in their unit per input (TA-Lib's
 * LINEARREG_SLOPE, Tulip's linregslope). First value at index period − 1; exactly 0 on a flat window.
 *
 * Sums run over blocks as in `Sma`, of differences to the last input of the previous block: no drift, and no
 * digits lost to the height of the price.
 */
export class LinearRegressionSlope implements Indicator<number, number> {
  readonly warmup: number;
  private readonly spread: number;
  /** Up to the position: inputs of this block; after it: Σ y of the last block from there to its end. */
  private readonly sums: Float64Array;
  /** After the position: Σ (distance from there) · y of the last block from there to its end. */
  private readonly moments: Float64Array;
  private position = 0;
  private reference = Number.NaN;
  private headSum = 0;
  private headMoment = 0;
  private current = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 2. */
  constructor(options: LinearRegressionSlopeOptions = {}) {
    const period = checkPeriod('period', options.period ?? 9, 2);
    this.warmup = period;
    this.spread = (period * (period * period - 1)) / 12;
    this.sums = new Float64Array(period + 1).fill(Number.NaN);
    this.sums[period] = 0;
    this.moments = new Float64Array(period + 1);
  }

  get isReady(): boolean {
    return !Number.isNaN(this.current);
  }

  get value(): number {
    return this.current;
  }

  update(value: number): number {
    checkFinite('value', value);
    return this.take(value);
  }

  /** As `update`, of a value known to be finite. @returns the output, NaN until ready */
  take(value: number): number {
    const { position, sums } = this;
    const last = this.warmup - 1;
    const next = position + 1;
    if (Number.isNaN(this.reference)) this.reference = value;
    const y = value - this.reference;
    sums[position] = value;
    const headSum = this.headSum + y;
    const headMoment = this.headMoment + position * y;
    const sum = (sums[next] ?? NONE) + headSum;
    const moment = (this.moments[next] ?? NONE) + headMoment + (last - position) * headSum;
    const current = (moment - (last / 2) * sum) / this.spread;
    this.headSum = headSum;
    this.headMoment = headMoment;
    this.current = current;
    this.position = next;
    if (position === last) this.turn(value);
    return current;
  }

  private turn(reference: number): void {
    const sums = this.sums;
    const moments = this.moments;
    for (let i = this.warmup - 1; i > 0; i--) {
      moments[i] = at(moments, i + 1) + at(sums, i + 1);
      sums[i] = at(sums, i + 1) + (at(sums, i) - reference);
    }
    this.reference = reference;
    this.position = 0;
    this.headSum = 0;
    this.headMoment = 0;
  }
}
