import type { Candle, IndicatorValues } from '@fathom/contracts';
import * as z from 'zod';
import { defineStrategy } from './define-strategy.js';
import { type LongRules, LongTrades } from './long-trades.js';
import { MacdCrossing } from './macd-crossing.js';
import { ordered, period } from './settings.js';

/** Configuration of `macd-cross`. */
export const MacdCrossConfig = z
  .strictObject({
    fast: period(12, 'candles in the fast average'),
    slow: period(26, 'candles in the slow average'),
    signal: period(9, 'values in the signal average'),
  })
  .check(ordered('fast', 'slow'));
export type MacdCrossConfig = z.infer<typeof MacdCrossConfig>;

/**
 * MACD of the close, every average seeded with its first value. Between two candles the histogram rises through 0
 * when it was ≤ 0 and is > 0, and falls through 0 when it was ≥ 0 and is < 0.
 */
class MacdCrossRules implements LongRules {
  readonly warmup: number;
  private readonly macd: MacdCrossing;

  constructor(config: MacdCrossConfig) {
    this.macd = new MacdCrossing({ ...config, seed: 'first' });
    this.warmup = this.macd.warmup;
  }

  update(_candle: Candle, price: number): void {
    this.macd.update(price);
  }

  entry(): string | undefined {
    return this.macd.previous <= 0 && this.macd.histogram > 0 ? 'crossAbove' : undefined;
  }

  exit(): string | undefined {
    return this.macd.previous >= 0 && this.macd.histogram < 0 ? 'crossBelow' : undefined;
  }

  indicators(): IndicatorValues {
    return this.macd.indicators();
  }
}

/** In the market while the MACD histogram is positive, out while it is negative: the usual yardstick of backtesters. */
export const macdCross = defineStrategy({
  name: 'macd-cross',
  label: 'MACD Crossing',
  description: 'buys when the MACD histogram of the close rises through 0, sells when it falls through 0',
  schema: MacdCrossConfig,
  create: (config) =>
    new LongTrades(new MacdCrossRules(config), {
      numSimultaneousTrades: 1,
      stopLoss: false,
      priceOf: (candle) => candle.close,
    }),
});
