import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';
import { Wilder } from './wilder.js';

export interface RsiOptions {
  /** Steps smoothed over, ≥ 1; default 14. */
  readonly period?: number;
}

/**
 * Wilder's relative strength index, 0 to 100: the share of rises in the smoothed rises and falls. First value
 * at index period, in TA-Lib and Tulip alike. Where nothing moved it is 0, as in TA-Lib (Tulip: NaN).
 */
export class Rsi implements Indicator<number, number> {
  readonly warmup: number;
  readonly #rises: Wilder;
  readonly #falls: Wilder;
  #last = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1. */
  constructor(options: RsiOptions = {}) {
    const period = checkPeriod('period', options.period ?? 14);
    this.#rises = new Wilder({ period });
    this.#falls = new Wilder({ period });
    this.warmup = period + 1;
  }

  get isReady(): boolean {
    return this.#rises.isReady;
  }

  get value(): number {
    const rises = this.#rises.value;
    const all = rises + this.#falls.value;
    return all === 0 ? 0 : (100 * rises) / all;
  }

  update(value: number): void {
    checkFinite('value', value);
    const step = value - this.#last;
    this.#last = value;
    if (Number.isNaN(step)) return;
    this.#rises.update(step > 0 ? step : 0);
    this.#falls.update(step < 0 ? -step : 0);
  }
}
