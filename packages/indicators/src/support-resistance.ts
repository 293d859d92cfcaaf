import { at } from './at.js';
import { checkFinite, checkPeriod } from './checks.js';
import { cubicSmoothingWeights, fitCubic } from './cubic-smoothing.js';
import type { Indicator } from './indicator.js';

export interface SupportResistanceOptions {
  /** Closes from the start of a rise to the end of its fall; made even (+1 if odd); ≥ 4, default 25. */
  readonly period?: number;
  /** Closes looked back on, ≥ period made even + 1; default 700. */
  readonly history?: number;
}

export interface SupportResistanceLevels {
  /** Closes where the smoothed price turned up, oldest first. */
  readonly supports: readonly number[];
  /** Closes where the smoothed price turned down, oldest first. */
  readonly resistances: readonly number[];
}

/** Smoothed steps below this share of the price are rounding, not movement. */
export const SMALLEST_STEP = 1e-12;

/**
 * Support and resistance levels of the last `history` closes (all of them while there are fewer).
 *
 * With n = period made even, the closes are smoothed by a Savitzky–Golay filter: window n + 1, cubic, the first
 * and last n/2 points from the cubic through the outermost n + 1 closes. Where n/2 rising smoothed steps are
 * followed by n/2 falling ones, the close before the turn is a resistance; falling then rising, a support.
 * First ready after n + 1 closes. The right edge is provisional: a level found there may vanish as closes
 * follow, and a level leaves once its pattern leaves the history.
 *
 * A step smooths one more point, O(period); the search, O(history), runs when the levels are read after it.
 */
export class SupportResistance implements Indicator<number, SupportResistanceLevels> {
  readonly warmup: number;
  readonly #half: number;
  readonly #history: number;
  readonly #weights: Float64Array;
  /** Twice the history, so the window is one contiguous stretch that moves back only every `history` steps. */
  readonly #closes: Float64Array;
  readonly #smooth: Float64Array;
  readonly #window: Float64Array;
  #end = 0;
  #levels: SupportResistanceLevels | undefined;

  /** @throws {RangeError} for a period below 4 or a history too short for the filter. */
  constructor(options: SupportResistanceOptions = {}) {
    const period = checkPeriod('period', options.period ?? 25, 4);
    this.#half = Math.ceil(period / 2);
    this.warmup = 2 * this.#half + 1;
    this.#history = checkPeriod('history', options.history ?? 700, this.warmup);
    this.#weights = cubicSmoothingWeights(this.#half);
    this.#closes = new Float64Array(2 * this.#history);
    this.#smooth = new Float64Array(2 * this.#history);
    this.#window = new Float64Array(this.#history);
  }

  get isReady(): boolean {
    return this.#end >= this.warmup;
  }

  /** Empty until ready. */
  get supports(): readonly number[] {
    return this.value.supports;
  }

  /** Empty until ready. */
  get resistances(): readonly number[] {
    return this.value.resistances;
  }

  get value(): SupportResistanceLevels {
    this.#levels ??= this.isReady ? this.#find() : { supports: [], resistances: [] };
    return this.#levels;
  }

  update(close: number): void {
    checkFinite('close', close);
    if (this.#end === this.#closes.length) {
      this.#closes.copyWithin(0, this.#history);
      this.#smooth.copyWithin(0, this.#history);
      this.#end = this.#history;
    }
    this.#closes[this.#end] = close;
    this.#end += 1;
    this.#levels = undefined;
    if (this.#end >= this.warmup) this.#smoothAt(this.#end - 1 - this.#half);
  }

  #smoothAt(center: number): void {
    const closes = this.#closes;
    const weights = this.#weights;
    const middle = at(closes, center);
    let sum = 0;
    for (let k = 1; k <= this.#half; k++) {
      const both = at(closes, center - k) - middle + (at(closes, center + k) - middle);
      sum += at(weights, k) * both;
    }
    this.#smooth[center] = middle + sum;
  }

  #find(): SupportResistanceLevels {
    const half = this.#half;
    const start = Math.max(0, this.#end - this.#history);
    const length = this.#end - start;
    const window = this.#window.subarray(0, length);
    window.set(this.#smooth.subarray(start + half, this.#end - half), half);
    fitCubic(this.#closes, start, half, 0, window.subarray(0, half));
    fitCubic(this.#closes, this.#end - this.warmup, half, half + 1, window.subarray(length - half));
    return findTurns(window, this.#closes.subarray(start, this.#end), half);
  }
}

/** One pass: a turn counts once `half` steps one way are followed by `half` steps the other way. */
function findTurns(smooth: Float64Array, closes: Float64Array, half: number): SupportResistanceLevels {
  const supports: number[] = [];
  const resistances: number[] = [];
  let direction = 0;
  let run = 0;
  let runBefore = 0;
  for (let i = 1; i < smooth.length; i++) {
    const level = at(smooth, i);
    const step = level - at(smooth, i - 1);
    const sign = Math.abs(step) > SMALLEST_STEP * Math.abs(level) ? Math.sign(step) : 0;
    if (sign === direction) run += 1;
    else {
      runBefore = direction === 0 ? 0 : run;
      direction = sign;
      run = 1;
    }
    if (direction !== 0 && run === half && runBefore >= half) {
      (direction < 0 ? resistances : supports).push(at(closes, i - half - 1));
    }
  }
  return { supports, resistances };
}
