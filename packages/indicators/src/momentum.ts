import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

export interface MomentumOptions {
  /** Inputs compared over, the newest included; ≥ 2, default 14. */
  readonly period?: number;
}

/**
 * The original bot's momentum, in percent: 100 · input / the input period − 1 steps before it; 100 is no change.
 * (TA-Lib's ROCR100 of period − 1; not TA-Lib's or Tulip's MOM, which is a difference.) First value at index
 * period − 1. A base of 0 has no ratio and gives 0, as in TA-Lib.
 */
export class Momentum implements Indicator<number, number> {
  readonly warmup: number;
  readonly #ring: Float64Array;
  #position = 0;
  #value = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 2. */
  constructor(options: MomentumOptions = {}) {
    this.warmup = checkPeriod('period', options.period ?? 14, 2);
    this.#ring = new Float64Array(this.warmup - 1).fill(Number.NaN);
  }

  get isReady(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(value: number): void {
    checkFinite('value', value);
    const base = at(this.#ring, this.#position);
    this.#ring[this.#position] = value;
    this.#position = this.#position + 1 === this.#ring.length ? 0 : this.#position + 1;
    this.#value = base === 0 ? 0 : (100 * value) / base;
  }
}
