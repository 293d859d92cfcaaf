import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import type { Indicator } from './indicator.js';

export interface BollingerOptions {
  /** Inputs of the average and the deviation, ≥ 1; default 20. */
  readonly period?: number;
  /** Width of the band on either side in standard deviations, ≥ 0; default 2. */
  readonly deviations?: number;
}

export interface BollingerValue {
  readonly upper: number;
  /** The simple moving average. */
  readonly middle: number;
  readonly lower: number;
}

/**
 * Bollinger bands in the unit of the inputs: mean ± deviations · population standard deviation (÷ n, as TA-Lib
 * and Tulip). First value at index period − 1. A flat window gives three equal, finite values.
 *
 * Block-wise like `Sma`; each part keeps its count, mean and sum of squared deviations (Welford) and the two
 * parts are joined by Chan's formula, so nothing cancels and nothing drifts.
 */
export class Bollinger implements Indicator<number, BollingerValue> {
  readonly warmup: number;
  readonly #deviations: number;
  /** Up to the position: inputs of this block; after it: means of the last block from there to its end. */
  readonly #means: Float64Array;
  /** After the position: squared deviations of the last block from there to its end. */
  readonly #squares: Float64Array;
  #position = 0;
  #headMean = 0;
  #headSquares = 0;
  #middle = Number.NaN;
  #width = Number.NaN;

  /** @throws {RangeError} for a period that is not a whole number ≥ 1, or deviations negative or not finite. */
  constructor(options: BollingerOptions = {}) {
    const { period = 20, deviations = 2 } = options;
    this.warmup = checkPeriod('period', period);
    checkFinite('deviations', deviations);
    if (deviations < 0) throw new RangeError(`deviations ${deviations} is below 0`);
    this.#deviations = deviations;
    this.#means = new Float64Array(period + 1).fill(Number.NaN);
    this.#means[period] = 0;
    this.#squares = new Float64Array(period + 1);
  }

  get isReady(): boolean {
    return !Number.isNaN(this.#middle);
  }

  get upper(): number {
    return this.#middle + this.#width;
  }

  get middle(): number {
    return this.#middle;
  }

  get lower(): number {
    return this.#middle - this.#width;
  }

  get value(): BollingerValue {
    return { upper: this.upper, middle: this.middle, lower: this.lower };
  }

  update(value: number): void {
    checkFinite('value', value);
    const period = this.warmup;
    const position = this.#position;
    const newer = position + 1;
    const older = period - newer;
    const delta = value - this.#headMean;
    this.#means[position] = value;
    this.#headMean += delta / newer;
    this.#headSquares += delta * (value - this.#headMean);
    const gap = this.#headMean - at(this.#means, newer);
    const squares = this.#headSquares + at(this.#squares, newer) + gap * gap * ((newer * older) / period);
    this.#middle = this.#headMean - (gap * older) / period;
    this.#width = this.#deviations * Math.sqrt(squares / period);
    this.#position = newer;
    if (newer === period) this.#turn();
  }

  #turn(): void {
    const means = this.#means;
    const squares = this.#squares;
    for (let i = this.warmup - 1; i > 0; i--) {
      const value = at(means, i);
      const delta = value - at(means, i + 1);
      const mean = at(means, i + 1) + delta / (this.warmup - i);
      means[i] = mean;
      squares[i] = at(squares, i + 1) + delta * (value - mean);
    }
    this.#position = 0;
    this.#headMean = 0;
    this.#headSquares = 0;
  }
}
