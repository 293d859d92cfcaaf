import type { Candle, IndicatorValues } from '@fathom/contracts';
import { Ema } from '@fathom/indicators';
import * as z from 'zod';
import { defineStrategy } from './define-strategy.js';
import type { LongRules } from './long-trades.js';
import { MACD_PLOTS } from './plots.js';
import { ordered, period, short } from './settings.js';
import { tradesBy } from './two-sided-trades.js';

/** Configuration of `macd-cross`. */
export const MacdCrossConfig = z
  .strictObject({
    fast: period(12, 'candles in the fast average'),
    slow: period(26, 'candles in the slow average'),
    signal: period(9, 'values in the signal average'),
    short: short(),
  })
  .check(ordered('fast', 'slow'));
export type MacdCrossConfig = z.infer<typeof MacdCrossConfig>;

/**
 * MACD of the close with all three averages running from the first candle, seeded with the first close and the
 * first line. Between two candles the histogram rises through 0 when it was ≤ 0 and is > 0, and falls through 0
 * when it was ≥ 0 and is < 0; the first candle that counts is number slow + signal, index slow + signal − 1.
 */
class MacdCrossRules implements LongRules {
  readonly warmup: number;
  readonly forgetsCandles = true;
  private readonly fast: Ema;
  private readonly slow: Ema;
  private readonly signal: Ema;
  private line = Number.NaN;
  private previous = Number.NaN;
  private histogram = Number.NaN;

  constructor({ fast, slow, signal }: MacdCrossConfig) {
    this.fast = new Ema({ period: fast, seed: 'first' });
    this.slow = new Ema({ period: slow, seed: 'first' });
    this.signal = new Ema({ period: signal, seed: 'first' });
    this.warmup = slow + signal - 1;
  }

  update(_candle: Candle, price: number): void {
    const line = this.fast.update(price) - this.slow.take(price);
    this.line = line;
    this.previous = this.histogram;
    this.histogram = line - this.signal.take(line);
  }

  entry(): string | undefined {
    return this.previous <= 0 && this.histogram > 0 ? 'crossAbove' : undefined;
  }

  exit(): string | undefined {
    return this.previous >= 0 && this.histogram < 0 ? 'crossBelow' : undefined;
  }

  indicators(): IndicatorValues {
    return { 'macd.macd': this.line, 'macd.signal': this.signal.value, 'macd.histogram': this.histogram };
  }
}

/** In the market while the MACD histogram is positive, out while it is negative: the usual yardstick of backtesters. */
export const macdCross = defineStrategy({
  name: 'macd-cross',
  label: 'MACD Crossing',
  description: 'buys when the MACD histogram of the close rises through 0, sells when it falls through 0',
  schema: MacdCrossConfig,
  plots: MACD_PLOTS,
  create: (config) =>
    tradesBy(() => new MacdCrossRules(config), {
      short: config.short,
      numSimultaneousTrades: 1,
      stopLoss: false,
      priceOf: (candle) => candle.close,
    }),
});
