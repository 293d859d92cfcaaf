import { checkChoice, checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

/**
 * How an exponential average starts.
 * `sma`: with the mean of the first `period` inputs, first value at index period − 1 (TA-Lib's convention).
 * `first`: with the first input, first value at index 0 (Tulip's convention).
 */
export type EmaSeed = 'sma' | 'first';

export interface EmaOptions {
  /** Sets the weight of a new input, 2 / (period + 1); ≥ 1. */
  readonly period: number;
  /** Default `sma`. */
  readonly seed?: EmaSeed;
}

/** Exponential moving average in the unit of its inputs: `ema += (input − ema) · 2 / (period + 1)`. */
export class Ema implements Indicator<number, number> {
  readonly warmup: number;
  private readonly weight: number;
  private count = 0;
  private sum = 0;
  private current = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1, or an unknown seed. */
  constructor(options: EmaOptions) {
    const period = checkPeriod('period', options.period);
    const seed = checkChoice('seed', options.seed ?? 'sma', ['sma', 'first']);
    this.warmup = seed === 'sma' ? period : 1;
    this.weight = 2 / (period + 1);
  }

  get isReady(): boolean {
    return this.count >= this.warmup;
  }

  get value(): number {
    return this.current;
  }

  /** @returns the average with it; NaN until ready. */
  update(value: number): number {
    checkFinite('value', value);
    return this.take(value);
  }

  /** As `update`, of a value known to be finite. @returns the average with it; NaN until ready */
  take(value: number): number {
    if (this.count < this.warmup) return this.begin(value);
    const current = this.current + (value - this.current) * this.weight;
    this.current = current;
    return current;
  }

  // Apart, as is all below that is rarely come to: V8 copies so much code into its callers, and no more.
  private begin(value: number): number {
    this.sum += value;
    this.count += 1;
    if (this.count === this.warmup) this.current = this.sum / this.warmup;
    return this.current;
  }
}
