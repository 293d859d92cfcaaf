import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

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

  update(value: number): void {
    checkFinite('value', value);
    const position = this.position;
    if (Number.isNaN(this.reference)) this.reference = value;
    const y = value - this.reference;
    this.sums[position] = value;
    this.headSum += y;
    this.headMoment += position * y;
    const older = this.warmup - 1 - position;
    const sum = at(this.sums, position + 1) + this.headSum;
    const moment = at(this.moments, position + 1) + this.headMoment + older * this.headSum;
    this.current = (moment - ((this.warmup - 1) / 2) * sum) / this.spread;
    this.position = position + 1;
    if (this.position === this.warmup) this.turn(value);
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
