import type { Candle, IndicatorValues, OpenTrade } from '@fathom/contracts';
import * as z from 'zod';
import { defineStrategy } from './define-strategy.js';
import type { LongRules } from './long-trades.js';
import { MacdCrossing } from './macd-crossing.js';
import { MACD_PLOTS } from './plots.js';
import { flag, fraction, numSimultaneousTrades, ordered, period, short, stopLoss } from './settings.js';
import { TakeProfit } from './take-profit.js';
import { tradesBy } from './two-sided-trades.js';

/** Configuration of `macd-basic`. */
export const MacdBasicConfig = z
  .strictObject({
    fast: period(12, 'candles in the fast average'),
    slow: period(26, 'candles in the slow average'),
    signal: period(9, 'values in the signal average'),
    macdCrossover: flag(true, 'enter when the histogram was below 0 one candle ago and is above 0 now'),
    takeProfit: fraction({ on: 0.005 }, 'leave when the price is this fraction above the entry price'),
    crossover: flag(false, 'leave when the histogram is below 0'),
    stopLoss: stopLoss(0.0025),
    numSimultaneousTrades: numSimultaneousTrades(),
    short: short(),
  })
  .check(ordered('fast', 'slow'));
export type MacdBasicConfig = z.infer<typeof MacdBasicConfig>;

/** MACD (averages seeded with simple averages) of the typical price. */
class MacdBasicRules implements LongRules {
  readonly warmup: number;
  readonly forgetsCandles = true;
  private readonly macd: MacdCrossing;
  private readonly config: MacdBasicConfig;
  private readonly takeProfit: TakeProfit;

  constructor(config: MacdBasicConfig) {
    this.config = config;
    this.macd = new MacdCrossing({ ...config, seed: 'sma' });
    this.warmup = this.macd.warmup;
    this.takeProfit = new TakeProfit(config.takeProfit);
  }

  update(_candle: Candle, price: number): void {
    this.macd.update(price);
  }

  entry(): string | undefined {
    const { previous, histogram } = this.macd;
    return this.config.macdCrossover && previous < 0 && histogram > 0 ? 'macdCrossover' : undefined;
  }

  exit(price: number, trade: OpenTrade): string | undefined {
    if (this.takeProfit.isReached(price, trade)) return 'takeProfit';
    if (this.config.crossover && this.macd.histogram < 0) return 'crossover';
    return undefined;
  }

  indicators(): IndicatorValues {
    return this.macd.indicators();
  }
}

/** Buys when the MACD histogram turns positive; leaves on a small profit, a close stop or, if wanted, below 0. */
export const macdBasic = defineStrategy({
  name: 'macd-basic',
  label: 'MACD Strategy basic',
  description: 'buys when the MACD histogram turns positive, takes 0.5 % profit behind a close stop',
  schema: MacdBasicConfig,
  plots: MACD_PLOTS,
  create: (config) => tradesBy(() => new MacdBasicRules(config), config),
});
