import { checkChoice, checkFinite } from './checks.js';
import type { Indicator } from './indicator.js';
import type { HighLowClose } from './input.js';

export interface TrueRangeOptions {
  /**
   * What the first candle, which has no previous close, counts for: nothing (`skip`, TA-Lib, the default) or its
   * own range (`high-low`, Tulip).
   */
  readonly firstCandle?: 'skip' | 'high-low';
}

/**
 * Wilder's true range, in quote currency: the span of a candle and the previous close. First value at index 1
 * (`skip`) or 0 (`high-low`).
 */
export class TrueRange implements Indicator<HighLowClose, number> {
  readonly warmup: number;
  #lastClose = Number.NaN;
  #value = Number.NaN;

  /** @throws {RangeError} for an unknown choice. */
  constructor(options: TrueRangeOptions = {}) {
    const firstCandle = checkChoice('firstCandle', options.firstCandle ?? 'skip', ['skip', 'high-low']);
    this.warmup = firstCandle === 'skip' ? 2 : 1;
  }

  get isReady(): boolean {
    return !Number.isNaN(this.#value);
  }

  get value(): number {
    return this.#value;
  }

  update(candle: HighLowClose): void {
    const { high, low, close } = candle;
    checkFinite('high', high);
    checkFinite('low', low);
    checkFinite('close', close);
    const last = this.#lastClose;
    if (!Number.isNaN(last)) this.#value = trueRange(high, low, last);
    else if (this.warmup === 1) this.#value = high - low;
    this.#lastClose = close;
  }
}

/** The largest of high − low, high to last close and low to last close. */
export function trueRange(high: number, low: number, lastClose: number): number {
  return Math.max(high - low, Math.abs(high - lastClose), Math.abs(low - lastClose));
}
