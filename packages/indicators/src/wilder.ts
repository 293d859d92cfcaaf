import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

export interface WilderOptions {
  /** Sets the weight of a new input, 1 / period; ≥ 1. */
  readonly period: number;
}

/**
 * Wilder's smoothing in the unit of its inputs: `average += (input − average) / period`, seeded with the mean
 * of the first `period` inputs, first value at index period − 1. TA-Lib (inside RSI and ATR) and Tulip agree.
 */
export class Wilder implements Indicator<number, number> {
  readonly warmup: number;
  readonly #weight: number;
  #count = 0;
  #sum = 0;
  #value = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1. */
  constructor(options: WilderOptions) {
    this.warmup = checkPeriod('period', options.period);
    this.#weight = 1 / this.warmup;
  }

  get isReady(): boolean {
    return this.#count >= this.warmup;
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    checkFinite('value', value);
    if (this.#count >= this.warmup) {
      this.#value += (value - this.#value) * this.#weight;
      return;
    }
    this.#sum += value;
    this.#count += 1;
    if (this.#count === this.warmup) this.#value = this.#sum / this.warmup;
  }
}
