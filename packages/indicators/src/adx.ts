import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';
import type { HighLowClose } from './input.js';
import { trueRange } from './true-range.js';

export interface AdxOptions {
  /** Candles smoothed over, ≥ 2; default 14. */
  readonly period?: number;
}

export interface AdxValue {
  /** Strength of the trend, 0 to 100, whatever its direction. */
  readonly adx: number;
  /** Upward movement in percent of the true range. */
  readonly plusDi: number;
  /** Downward movement in percent of the true range. */
  readonly minusDi: number;
}

/**
 * Wilder's average directional movement index, with TA-Lib's start: ranges and movements of period − 1 candles
 * are summed, smoothing begins at index period, and the first index is the mean of `period` values, at index
 * 2 · period − 1. (Tulip counts the unsmoothed sums as the first value and so starts one candle earlier; the
 * two converge.) A candle that extends both ways equally moved neither way (Tulip: both). Where nothing moved,
 * plus and minus are 0 and the index keeps its value.
 */
export class Adx implements Indicator<HighLowClose, AdxValue> {
  readonly warmup: number;
  readonly #period: number;
  #count = 0;
  #lastHigh = Number.NaN;
  #lastLow = Number.NaN;
  #lastClose = Number.NaN;
  #range = 0;
  #up = 0;
  #down = 0;
  #sum = 0;
  #adx = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 2. */
  constructor(options: AdxOptions = {}) {
    this.#period = checkPeriod('period', options.period ?? 14, 2);
    this.warmup = 2 * this.#period;
  }

  get isReady(): boolean {
    return this.#count >= this.warmup;
  }

  get adx(): number {
    return this.#adx;
  }

  get plusDi(): number {
    return this.isReady ? percent(this.#up, this.#range) : Number.NaN;
  }

  get minusDi(): number {
    return this.isReady ? percent(this.#down, this.#range) : Number.NaN;
  }

  get value(): AdxValue {
    return { adx: this.adx, plusDi: this.plusDi, minusDi: this.minusDi };
  }

  update(candle: HighLowClose): void {
    const { high, low, close } = candle;
    checkFinite('high', high);
    checkFinite('low', low);
    checkFinite('close', close);
    if (this.#count > 0) this.#move(high, low);
    if (this.#count >= this.#period) this.#index();
    if (this.#count < this.warmup) this.#count += 1;
    this.#lastHigh = high;
    this.#lastLow = low;
    this.#lastClose = close;
  }

  #move(high: number, low: number): void {
    const rise = high - this.#lastHigh;
    const fall = this.#lastLow - low;
    const kept = this.#count < this.#period ? 1 : 1 - 1 / this.#period;
    this.#range = this.#range * kept + trueRange(high, low, this.#lastClose);
    this.#up = this.#up * kept + (rise > 0 && rise > fall ? rise : 0);
    this.#down = this.#down * kept + (fall > 0 && fall > rise ? fall : 0);
  }

  #index(): void {
    const both = this.#up + this.#down;
    const isMoving = both > 0 && this.#range > 0;
    const dx = isMoving ? (100 * Math.abs(this.#up - this.#down)) / both : 0;
    if (this.#count < this.warmup) {
      this.#sum += dx;
      if (this.#count === this.warmup - 1) this.#adx = this.#sum / this.#period;
    } else if (isMoving) this.#adx += (dx - this.#adx) / this.#period;
  }
}

function percent(movement: number, range: number): number {
  return range > 0 ? (100 * movement) / range : 0;
}
