import { checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';
import type { HighLowClose } from './input.js';
import { TrueRange, type TrueRangeOptions } from './true-range.js';
import { Wilder } from './wilder.js';

export interface AtrOptions extends TrueRangeOptions {
  /** Candles smoothed over, ≥ 1; default 14. */
  readonly period?: number;
}

/**
 * Average true range in quote currency: the true range under Wilder's smoothing, seeded with the mean of the
 * first `period` ranges. By default (TA-Lib) ranges start at the second candle and the first value is at index
 * period; with `firstCandle: 'high-low'` (Tulip) they start at the first and the value at index period − 1.
 */
export class Atr implements Indicator<HighLowClose, number> {
  readonly warmup: number;
  readonly #range: TrueRange;
  readonly #average: Wilder;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1, or an unknown choice. */
  constructor(options: AtrOptions = {}) {
    const period = checkPeriod('period', options.period ?? 14);
    this.#range = new TrueRange(options);
    this.#average = new Wilder({ period });
    this.warmup = period - 1 + this.#range.warmup;
  }

  get isReady(): boolean {
    return this.#average.isReady;
  }

  get value(): number {
    return this.#average.value;
  }

  update(candle: HighLowClose): void {
    this.#range.update(candle);
    if (this.#range.isReady) this.#average.update(this.#range.value);
  }
}
