import { checkCandle, checkChoice } from './checks.js';
import type { Indicator } from './indicator.js';
import type { HighLow } from './input.js';

export interface ParabolicSarOptions {
  /** Start and step of the acceleration factor, > 0; default 0.02. */
  readonly acceleration?: number;
  /** Where the factor stops growing, ≥ acceleration; default 0.2. */
  readonly maximum?: number;
  /** The price turns the stop by touching it (TA-Lib, the default) or only by going through it (Tulip). */
  readonly reversal?: 'touch' | 'penetration';
  /**
   * The first direction. `directional-movement` (TA-Lib, the default): short when the second low falls by more
   * than the second high rises, and the second candle gives the first extreme. `midpoint` (Tulip): short when
   * the middle of the second candle is lower, and the first candle gives the first extreme.
   */
  readonly start?: 'directional-movement' | 'midpoint';
}

/**
 * Wilder's parabolic stop and reverse, a price: below the market while long, above it while short.
 * First value at index 1. The defaults are TA-Lib's SAR; `penetration` with `midpoint` is Tulip's psar.
 */
export class ParabolicSar implements Indicator<HighLow, number> {
  readonly warmup = 2;
  private readonly acceleration: number;
  private readonly maximum: number;
  private readonly turnsOnTouch: boolean;
  private readonly startsByMidpoint: boolean;
  private count = 0;
  private rises = true;
  private stop = Number.NaN;
  private extreme = Number.NaN;
  private factor = Number.NaN;
  private lastHigh = Number.NaN;
  private lastLow = Number.NaN;
  private current = Number.NaN;

  /** @throws {RangeError} when acceleration ≤ 0, maximum < acceleration, or a choice is unknown. */
  constructor(options: ParabolicSarOptions = {}) {
    const { reversal = 'touch', start = 'directional-movement' } = options;
    const { acceleration, maximum } = checkAcceleration(options);
    this.acceleration = acceleration;
    this.maximum = maximum;
    this.turnsOnTouch = checkChoice('reversal', reversal, ['touch', 'penetration']) === 'touch';
    this.startsByMidpoint = checkChoice('start', start, ['directional-movement', 'midpoint']) === 'midpoint';
  }

  get isReady(): boolean {
    return this.count >= 2;
  }

  /** True while the stop is below the market. Meaningless until ready. */
  get isLong(): boolean {
    return this.rises;
  }

  get value(): number {
    return this.current;
  }

  update(candle: HighLow): void {
    const { high, low } = candle;
    const sum = high + low;
    if (sum - sum !== 0) checkCandle(high, low);
    if (this.count < 2 && !this.begins(high, low)) return;
    const stop = this.stop;
    const lastHigh = this.lastHigh;
    const lastLow = this.lastLow;
    let value = stop;
    let extreme = this.extreme;
    let factor = this.factor;
    let isLong = this.rises;
    if (isLong) {
      if (low < stop || (low === stop && this.turnsOnTouch)) {
        isLong = false;
        value = highestOf(extreme, lastHigh, high);
        factor = this.acceleration;
        extreme = low;
      } else if (high > extreme) {
        extreme = high;
        factor = lowestOf(factor + this.acceleration, this.maximum, this.maximum);
      }
    } else if (high > stop || (high === stop && this.turnsOnTouch)) {
      isLong = true;
      value = lowestOf(extreme, lastLow, low);
      factor = this.acceleration;
      extreme = high;
    } else if (low < extreme) {
      extreme = low;
      factor = lowestOf(factor + this.acceleration, this.maximum, this.maximum);
    }
    const ahead = value + factor * (extreme - value);
    this.rises = isLong;
    this.current = value;
    this.extreme = extreme;
    this.factor = factor;
    // A stop may not lie inside the last two candles.
    this.stop = isLong ? lowestOf(ahead, lastLow, low) : highestOf(ahead, lastHigh, high);
    this.lastHigh = high;
    this.lastLow = low;
  }

  /** Whether this is the second candle, with which the stop begins. */
  private begins(high: number, low: number): boolean {
    this.count += 1;
    if (this.count === 2) this.begin(high, low);
    else {
      this.lastHigh = high;
      this.lastLow = low;
    }
    return this.count === 2;
  }

  private begin(high: number, low: number): void {
    const firstHigh = this.lastHigh;
    const firstLow = this.lastLow;
    const fall = firstLow - low;
    this.factor = this.acceleration;
    if (this.startsByMidpoint) {
      this.rises = firstHigh + firstLow <= high + low;
      this.extreme = this.rises ? firstHigh : firstLow;
    } else {
      this.rises = !(fall > 0 && high - firstHigh < fall);
      this.extreme = this.rises ? high : low;
      // TA-Lib bounds its second stop by the second candle alone.
      this.lastHigh = high;
      this.lastLow = low;
    }
    this.stop = this.rises ? firstLow : firstHigh;
  }
}

// Of numbers that are none of them NaN: V8 spends more on `Math.max`, which has to look.
function highestOf(a: number, b: number, c: number): number {
  const ab = b > a ? b : a;
  return c > ab ? c : ab;
}

function lowestOf(a: number, b: number, c: number): number {
  const ab = b < a ? b : a;
  return c < ab ? c : ab;
}

/** @throws {RangeError} when acceleration ≤ 0, or maximum < acceleration or not finite. */
export function checkAcceleration(options: ParabolicSarOptions): { acceleration: number; maximum: number } {
  const { acceleration = 0.02, maximum = 0.2 } = options;
  if (!(acceleration > 0)) throw new RangeError(`acceleration ${acceleration} is not above 0`);
  if (!(maximum >= acceleration && maximum < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`maximum ${maximum} is not a number of at least acceleration ${acceleration}`);
  }
  return { acceleration, maximum };
}
