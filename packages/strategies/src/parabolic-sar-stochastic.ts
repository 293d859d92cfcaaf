import type { Candle, IndicatorValues, OpenTrade } from '@fathom/contracts';
import { ParabolicSar } from '@fathom/indicators';
import * as z from 'zod';
import { CoolDown } from './cool-down.js';
import { defineStrategy } from './define-strategy.js';
import type { LongRules } from './long-trades.js';
import { MovingAverage } from './moving-average.js';
import { AVERAGE_PLOTS, SAR_PLOTS, STOCHASTIC_PLOTS } from './plots.js';
import {
  acceleration,
  flag,
  fraction,
  numSimultaneousTrades,
  ordered,
  pause,
  period,
  short,
  stopLoss,
} from './settings.js';
import { StochasticCrossing } from './stochastic-crossing.js';
import { TakeProfit } from './take-profit.js';
import { tradesBy } from './two-sided-trades.js';

/** Configuration of `parabolic-sar-stochastic`. */
export const ParabolicSarStochasticConfig = z
  .strictObject({
    kPeriod: period(5, 'candles in the range %K is measured in'),
    kSlowing: period(3, 'values in the average that makes %K slow'),
    dPeriod: period(3, 'values of slow %K in the average %D'),
    maPeriod: period(9, 'candles in the moving average'),
    slopePeriod: period(9, 'averages in the line the slope is taken of', 2),
    sarAcceleration: acceleration(0.2, 'where the acceleration of the parabolic stop starts, and its step'),
    sarMaximum: acceleration(0.2, 'where the acceleration of the parabolic stop ends'),
    history: period(26, 'candles to have seen before the first entry'),
    sarStoch: flag(true, 'enter when the parabolic stop is below the price, once %K has crossed above %D below 50'),
    stochOs: flag(false, 'enter when %K crosses above %D with both below 50'),
    priceAboveMa: flag(false, 'enter when the price is above the average, once %K has crossed above %D below 50'),
    coolDown: pause(5, 'candles without another priceAboveMa entry after one'),
    maSlopeSlowing: flag(true, 'leave when the last 8 differences of the slope of the average keep falling'),
    takeProfit: fraction({ on: 0.005 }, 'leave when the price is this fraction above the entry price'),
    stopLoss: stopLoss(0.025),
    numSimultaneousTrades: numSimultaneousTrades(),
    short: short(),
  })
  .check(ordered('sarAcceleration', 'sarMaximum', { orEqual: true }));
export type ParabolicSarStochasticConfig = z.infer<typeof ParabolicSarStochasticConfig>;

/** Slow stochastic and parabolic stop (reversing on touch) of the candle; moving average of the typical price. */
class ParabolicSarStochasticRules implements LongRules {
  readonly warmup: number;
  readonly forgetsCandles = true;
  private readonly config: ParabolicSarStochasticConfig;
  private readonly stochastic: StochasticCrossing;
  private readonly sar: ParabolicSar;
  private readonly average: MovingAverage;
  private readonly coolDown: CoolDown;
  private readonly takeProfit: TakeProfit;
  /** Set at a cross up below 50, cleared at a cross down above 50. */
  private readyToBuy = false;
  private price = Number.NaN;

  constructor(config: ParabolicSarStochasticConfig) {
    this.config = config;
    this.stochastic = new StochasticCrossing(config);
    this.sar = new ParabolicSar({
      acceleration: config.sarAcceleration,
      maximum: config.sarMaximum,
      reversal: 'touch',
    });
    this.average = new MovingAverage(config);
    this.coolDown = new CoolDown(config.coolDown);
    this.takeProfit = new TakeProfit(config.takeProfit);
    this.warmup = Math.max(config.history, this.stochastic.warmup, this.average.warmup, this.sar.warmup);
  }

  update(candle: Candle, price: number): void {
    this.price = price;
    this.stochastic.update(candle);
    this.sar.update(candle);
    this.average.update(price);
    this.coolDown.update();
    if (this.stochastic.crossedUp) this.readyToBuy = true;
    else if (this.stochastic.crossedDown) this.readyToBuy = false;
  }

  entry(price: number): string | undefined {
    const { config } = this;
    if (config.sarStoch && this.readyToBuy && this.sar.value < price) return 'sarStoch';
    if (config.stochOs && this.stochastic.crossedUp) return 'stochOs';
    const isAboveMa = config.priceAboveMa && this.average.value < price;
    if (!isAboveMa || !this.readyToBuy || this.coolDown.isActive) return undefined;
    this.coolDown.start();
    return 'priceAboveMa';
  }

  exit(price: number, trade: OpenTrade): string | undefined {
    if (this.config.maSlopeSlowing && this.average.isSlowing) return 'maSlopeSlowing';
    if (this.takeProfit.isReached(price, trade)) return 'takeProfit';
    return undefined;
  }

  indicators(): IndicatorValues {
    return {
      ...this.stochastic.indicators(),
      ...this.average.indicators(this.price),
      'stochastic.sar': this.sar.value,
    };
  }
}

/** Buys while the parabolic stop is below the price after the stochastic turned up; leaves when the average tires. */
export const parabolicSarStochastic = defineStrategy({
  name: 'parabolic-sar-stochastic',
  label: 'Parabolic SAR/Stochastic Crossover Strategy',
  description: 'buys above the parabolic stop once the stochastic has turned up, takes 0.5 % profit',
  schema: ParabolicSarStochasticConfig,
  plots: [...AVERAGE_PLOTS, ...SAR_PLOTS, ...STOCHASTIC_PLOTS],
  create: (config) => tradesBy(() => new ParabolicSarStochasticRules(config), config),
});
