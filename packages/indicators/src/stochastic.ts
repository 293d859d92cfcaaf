import { checkCandle, checkPeriod } from './checks.js';
import { Highest } from './highest.js';
import type { Indicator } from './indicator.js';
import type { HighLowClose } from './input.js';
import { Lowest } from './lowest.js';
import { Sma } from './sma.js';

export interface StochasticOptions {
  /** Candles of the high–low range, TA-Lib's fastK; default 5. */
  readonly kPeriod?: number;
  /** Simple average that makes slow %K of fast %K, TA-Lib's slowK; default 3. */
  readonly kSlowing?: number;
  /** Simple average that makes slow %D of slow %K, TA-Lib's slowD; default 3. */
  readonly dPeriod?: number;
}

export interface StochasticValue {
  /** Slow %K, 0 to 100. */
  readonly k: number;
  /** Slow %D, 0 to 100. */
  readonly d: number;
}

/**
 * Slow stochastic oscillator with simple averages: where the close lies between the lowest low and the
 * highest high of `kPeriod` candles, in percent. TA-Lib and Tulip agree on it: first values at index
 * kPeriod + kSlowing + dPeriod − 3, and a range of zero counts as 0 %.
 */
export class Stochastic implements Indicator<HighLowClose, StochasticValue> {
  readonly warmup: number;
  private readonly highest: Highest;
  private readonly lowest: Lowest;
  private readonly slowing: Sma;
  private readonly smoothing: Sma;
  private slowK = Number.NaN;
  private slowD = Number.NaN;

  /** @throws {RangeError} for periods that are not whole numbers ≥ 1. */
  constructor(options: StochasticOptions = {}) {
    const kPeriod = checkPeriod('kPeriod', options.kPeriod ?? 5);
    this.highest = new Highest({ period: kPeriod });
    this.lowest = new Lowest({ period: kPeriod });
    this.slowing = new Sma({ period: checkPeriod('kSlowing', options.kSlowing ?? 3) });
    this.smoothing = new Sma({ period: checkPeriod('dPeriod', options.dPeriod ?? 3) });
    this.warmup = this.highest.warmup + this.slowing.warmup + this.smoothing.warmup - 2;
  }

  get isReady(): boolean {
    return this.smoothing.isReady;
  }

  get k(): number {
    return this.slowK;
  }

  get d(): number {
    return this.slowD;
  }

  get value(): StochasticValue {
    return { k: this.slowK, d: this.slowD };
  }

  update(candle: HighLowClose): void {
    const { high, low, close } = candle;
    const sum = high + low + close;
    if (sum - sum !== 0) checkCandle(high, low, close);
    const top = this.highest.take(high);
    const bottom = this.lowest.take(low);
    const range = top - bottom;
    if (Number.isNaN(range)) return;
    const k = this.slowing.take(range > 0 ? (100 * (close - bottom)) / range : 0);
    if (Number.isNaN(k)) return;
    const d = this.smoothing.take(k);
    if (Number.isNaN(d)) return;
    this.slowK = k;
    this.slowD = d;
  }
}
