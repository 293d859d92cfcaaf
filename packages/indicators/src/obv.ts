import { checkChoice, checkFinite } from './checks.js';
import type { Indicator } from './indicator.js';
import type { CloseVolume } from './input.js';

export interface ObvOptions {
  /** What the first candle gives: its volume (`volume`, TA-Lib, the default) or 0 (`zero`, Tulip). */
  readonly start?: 'volume' | 'zero';
}

/**
 * On-balance volume, in base units: the sum of volumes, added when the close rose and taken off when it fell.
 * First value at index 0. Its level depends on where the series starts; only its changes mean something. The
 * running sum carries its rounding error along (Neumaier), so it does not drift.
 */
export class Obv implements Indicator<CloseVolume, number> {
  readonly warmup: number;
  readonly #startsAtZero: boolean;
  #lastClose = Number.NaN;
  #sum = 0;
  #error = 0;

  /** @throws {RangeError} for an unknown choice. */
  constructor(options: ObvOptions = {}) {
    this.warmup = 1;
    this.#startsAtZero = checkChoice('start', options.start ?? 'volume', ['volume', 'zero']) === 'zero';
  }

  get isReady(): boolean {
    return !Number.isNaN(this.#lastClose);
  }

  get value(): number {
    return this.isReady ? this.#sum + this.#error : Number.NaN;
  }

  update(candle: CloseVolume): void {
    const { close, volume } = candle;
    checkFinite('close', close);
    checkFinite('volume', volume);
    const last = this.#lastClose;
    this.#lastClose = close;
    if (close > last) this.#add(volume);
    else if (close < last) this.#add(-volume);
    else if (Number.isNaN(last) && !this.#startsAtZero) this.#add(volume);
  }

  #add(change: number): void {
    const sum = this.#sum + change;
    const isSumLarger = Math.abs(this.#sum) >= Math.abs(change);
    this.#error += isSumLarger ? this.#sum - sum + change : change - sum + this.#sum;
    this.#sum = sum;
  }
}
