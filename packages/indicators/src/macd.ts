import { checkFinite, checkPeriod } from './checks.js';
import { Ema, type EmaSeed } from './ema.js';
import type { Indicator } from './indicator.js';

export interface MacdOptions {
  /** Default 12. */
  readonly fast?: number;
  /** Default 26; longer than `fast`. */
  readonly slow?: number;
  /** Default 9. */
  readonly signal?: number;
  /** Default `sma`. */
  readonly seed?: EmaSeed;
}

export interface MacdValue {
  /** Fast average − slow average, in the unit of the inputs. */
  readonly line: number;
  /** Exponential average of the line. */
  readonly signal: number;
  /** line − signal; crossing zero is the MACD crossover. */
  readonly histogram: number;
}

/**
 * Moving average convergence/divergence.
 *
 * `seed: 'sma'` is TA-Lib's MACD: both averages give their first value at index slow − 1 (so the fast one is
 * seeded with the `fast` inputs that end there, not with the very first ones), the signal is seeded with the
 * mean of the first `signal` lines, and all three outputs start at index slow + signal − 2.
 *
 * `seed: 'first'` is Tulip's: every average starts with its first input, outputs start at index slow − 1.
 * One thing of Tulip's is left out on purpose: for 12/26, and only then, it uses the weights 0.15 and 0.075
 * instead of 2/13 and 2/27, which no other library does.
 */
export class Macd implements Indicator<number, MacdValue> {
  readonly warmup: number;
  private readonly slowPeriod: number;
  private readonly fastStart: number;
  private readonly fast: Ema;
  private readonly slow: Ema;
  private readonly average: Ema;
  private count = 0;
  private currentLine = Number.NaN;
  private currentSignal = Number.NaN;

  /** @throws {RangeError} for periods that are not whole numbers ≥ 1, fast ≥ slow, or an unknown seed. */
  constructor(options: MacdOptions = {}) {
    const fast = checkPeriod('fast', options.fast ?? 12);
    const slow = checkPeriod('slow', options.slow ?? 26);
    const signal = checkPeriod('signal', options.signal ?? 9);
    if (fast >= slow) throw new RangeError(`fast ${fast} is not below slow ${slow}`);
    const seed = options.seed ?? 'sma';
    this.fast = new Ema({ period: fast, seed });
    this.slow = new Ema({ period: slow, seed });
    this.average = new Ema({ period: signal, seed });
    this.slowPeriod = slow;
    this.fastStart = seed === 'sma' ? slow - fast : 0;
    this.warmup = slow - 1 + this.average.warmup;
  }

  get isReady(): boolean {
    return this.average.isReady;
  }

  get line(): number {
    return this.currentLine;
  }

  get signal(): number {
    return this.currentSignal;
  }

  get histogram(): number {
    return this.currentLine - this.currentSignal;
  }

  get value(): MacdValue {
    return { line: this.line, signal: this.signal, histogram: this.histogram };
  }

  update(value: number): void {
    checkFinite('value', value);
    if (this.count < this.slowPeriod) this.count += 1;
    const fast = this.count > this.fastStart ? this.fast.take(value) : Number.NaN;
    const line = fast - this.slow.take(value);
    if (this.count < this.slowPeriod) return;
    const signal = this.average.take(line);
    if (!this.average.isReady) return;
    this.currentLine = line;
    this.currentSignal = signal;
  }
}
