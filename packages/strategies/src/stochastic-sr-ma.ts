import type { Candle, IndicatorValues, OpenTrade } from '@fathom/contracts';
import * as z from 'zod';
import { CoolDown } from './cool-down.js';
import { defineStrategy } from './define-strategy.js';
import type { LongRules } from './long-trades.js';
import { MovingAverage } from './moving-average.js';
import { AVERAGE_PLOTS, LEVEL_PLOTS, STOCHASTIC_PLOTS } from './plots.js';
import { flag, fraction, level, numSimultaneousTrades, pause, period, short, stopLoss } from './settings.js';
import { StochasticCrossing } from './stochastic-crossing.js';
import { Levels } from './levels.js';
import { TakeProfit } from './take-profit.js';
import { tradesBy } from './two-sided-trades.js';

/** Configuration of `stochastic-sr-ma`. */
export const StochasticSrMaConfig = z.strictObject({
  kPeriod: period(5, 'candles in the range %K is measured in'),
  kSlowing: period(3, 'values in the average that makes %K slow'),
  dPeriod: period(3, 'values of slow %K in the average %D'),
  maPeriod: period(9, 'candles in the moving average'),
  slopePeriod: period(9, 'averages in the line the slope is taken of', 2),
  srPeriod: period(25, 'width of the turn that makes a support or resistance level, made even', 4),
  history: period(700, 'candles to have seen before the first entry; levels and extremes are looked for in as many'),
  stochOs: flag(true, 'enter when %K crosses above %D with both below 50'),
  priceAboveMa: flag(false, 'enter when the price is above the average, once the stochastic has risen from below 50'),
  coolDown: pause(5, 'candles without another priceAboveMa entry after one'),
  priceBelowMa: flag(false, 'leave when the price is below the average of this candle and of the one before'),
  maSlopeSlowing: flag(true, 'leave when the last 8 differences of the slope of the average keep falling'),
  takeProfit: fraction({ on: 0.005 }, 'leave when the price is this fraction above the entry price'),
  overBought: level({ on: 80, standard: false }, 'leave when slow %K is at this level or above'),
  stopLoss: stopLoss(0.025),
  numSimultaneousTrades: numSimultaneousTrades(),
  short: short(),
});
export type StochasticSrMaConfig = z.infer<typeof StochasticSrMaConfig>;

/** Slow stochastic of high, low and close; moving average of the typical price; levels of the close, for show. */
class StochasticSrMaRules implements LongRules {
  readonly warmup: number;
  readonly forgetsCandles = true;
  private readonly config: StochasticSrMaConfig;
  private readonly stochastic: StochasticCrossing;
  private readonly average: MovingAverage;
  private readonly levels: Levels;
  private readonly coolDown: CoolDown;
  private readonly takeProfit: TakeProfit;
  private readonly overBought: number;
  /** Set while the stochastic last rose from below 50 rather than fell from above. */
  private readyToBuy = false;
  private price = Number.NaN;

  constructor(config: StochasticSrMaConfig) {
    this.config = config;
    this.stochastic = new StochasticCrossing(config);
    this.average = new MovingAverage(config);
    this.levels = new Levels({ period: config.srPeriod, history: config.history });
    this.coolDown = new CoolDown(config.coolDown);
    this.takeProfit = new TakeProfit(config.takeProfit);
    this.overBought = config.overBought === false ? Number.POSITIVE_INFINITY : config.overBought;
    this.warmup = Math.max(config.history, this.stochastic.warmup, this.average.warmup);
  }

  update(candle: Candle, price: number): void {
    this.price = price;
    this.stochastic.update(candle);
    this.average.update(price);
    this.levels.update(candle);
    this.coolDown.update();
    if (this.stochastic.isRisingFromBelow) this.readyToBuy = true;
    else if (this.stochastic.isFallingFromAbove) this.readyToBuy = false;
  }

  entry(price: number): string | undefined {
    if (this.config.stochOs && this.stochastic.crossedUp) return 'stochOs';
    const isAboveMa = this.config.priceAboveMa && this.average.value < price;
    if (!isAboveMa || !this.readyToBuy || this.coolDown.isActive) return undefined;
    this.coolDown.start();
    return 'priceAboveMa';
  }

  exit(price: number, trade: OpenTrade): string | undefined {
    const { config, average } = this;
    if (config.priceBelowMa && price < average.value && price < average.previous) return 'priceBelowMa';
    if (config.maSlopeSlowing && average.isSlowing) return 'maSlopeSlowing';
    if (this.takeProfit.isReached(price, trade)) return 'takeProfit';
    if (this.stochastic.k >= this.overBought) return 'overBought';
    return undefined;
  }

  indicators(): IndicatorValues {
    return {
      ...this.stochastic.indicators(),
      ...this.average.indicators(this.price),
      ...this.levels.indicators(),
    };
  }
}

/** Buys early in a rise of the stochastic, leaves when the moving average tires; shows support and resistance. */
export const stochasticSrMa = defineStrategy({
  name: 'stochastic-sr-ma',
  label: 'Stochastic-SR-MA Strategy',
  description: 'buys when %K crosses above %D below 50, leaves when the average slows or with 0.5 % profit',
  schema: StochasticSrMaConfig,
  plots: [...AVERAGE_PLOTS, ...LEVEL_PLOTS, ...STOCHASTIC_PLOTS],
  create: (config) => tradesBy(() => new StochasticSrMaRules(config), config),
});
