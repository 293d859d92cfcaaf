import type { Candle, IndicatorValues, OpenTrade } from '@fathom/contracts';
import { Stochastic } from '@fathom/indicators';
import * as z from 'zod';
import { defineStrategy } from './define-strategy.js';
import type { LongRules } from './long-trades.js';
import { STOCHASTIC_PLOTS } from './plots.js';
import { fraction, level, numSimultaneousTrades, optionalStopLoss, period, short } from './settings.js';
import { TakeProfit } from './take-profit.js';
import { tradesBy } from './two-sided-trades.js';

/** Configuration of `stochastic`. */
export const StochasticConfig = z.strictObject({
  kPeriod: period(5, 'candles in the range %K is measured in'),
  kSlowing: period(3, 'values in the average that makes %K slow'),
  dPeriod: period(3, 'values of slow %K in the average %D'),
  history: period(14, 'candles to have seen before the first entry'),
  overSold: level({ on: 20 }, 'enter when slow %K is at this level or below'),
  takeProfit: fraction({ on: 0.004 }, 'leave when the price is this fraction above the entry price'),
  overBought: level({ on: 80 }, 'leave when slow %K is at this level or above'),
  stopLoss: optionalStopLoss(),
  numSimultaneousTrades: numSimultaneousTrades(),
  short: short(),
});
export type StochasticConfig = z.infer<typeof StochasticConfig>;

/** Slow stochastic of the candle's high, low and close. */
class StochasticRules implements LongRules {
  readonly warmup: number;
  readonly forgetsCandles = true;
  private readonly stochastic: Stochastic;
  private readonly overSold: number;
  private readonly overBought: number;
  private readonly takeProfit: TakeProfit;

  constructor(config: StochasticConfig) {
    this.stochastic = new Stochastic(config);
    this.warmup = Math.max(config.history, this.stochastic.warmup);
    this.overSold = config.overSold === false ? Number.NEGATIVE_INFINITY : config.overSold;
    this.overBought = config.overBought === false ? Number.POSITIVE_INFINITY : config.overBought;
    this.takeProfit = new TakeProfit(config.takeProfit);
  }

  update(candle: Candle): void {
    this.stochastic.update(candle);
  }

  entry(): string | undefined {
    return this.stochastic.k <= this.overSold ? 'overSold' : undefined;
  }

  exit(price: number, trade: OpenTrade): string | undefined {
    if (this.takeProfit.isReached(price, trade)) return 'takeProfit';
    if (this.stochastic.k >= this.overBought) return 'overBought';
    return undefined;
  }

  indicators(): IndicatorValues {
    return { 'stochastic.percent_k': this.stochastic.k, 'stochastic.percent_d': this.stochastic.d };
  }
}

/** Buys what is over-sold, sells on profit or when over-bought. */
export const stochastic = defineStrategy({
  name: 'stochastic',
  label: 'Stochastic strategy basic',
  description: 'buys when slow %K is at 20 or below, leaves at 80 or above or with 0.4 % profit',
  schema: StochasticConfig,
  plots: STOCHASTIC_PLOTS,
  create: (config) => tradesBy(() => new StochasticRules(config), config),
});
