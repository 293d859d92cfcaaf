import type { IndicatorValues } from '@fathom/contracts';
import { LinearRegressionSlope, Sma } from '@fathom/indicators';
import { FallingRun } from './falling-run.js';

/** How many differences of the slope have to fall for it to count as slowing. */
const DIFFERENCES = 8;

/** A simple moving average with its slope and whether that slope is slowing. */
export class MovingAverage {
  /** Values needed before every field means something. */
  readonly warmup: number;
  /** NaN until there, as are `previous` and `slope`. */
  value = Number.NaN;
  /** The average one candle ago. */
  previous = Number.NaN;
  slope = Number.NaN;
  private readonly sma: Sma;
  private readonly regression: LinearRegressionSlope;
  private readonly differences = new FallingRun(DIFFERENCES);

  /** @param options `maPeriod` values in the average, `slopePeriod` averages in the line the slope is taken of */
  constructor({ maPeriod, slopePeriod }: { readonly maPeriod: number; readonly slopePeriod: number }) {
    this.sma = new Sma({ period: maPeriod });
    this.regression = new LinearRegressionSlope({ period: slopePeriod });
    this.warmup = maPeriod + slopePeriod - 1 + DIFFERENCES;
  }

  update(price: number): void {
    const value = this.sma.update(price);
    if (Number.isNaN(value)) return;
    this.previous = this.value;
    this.value = value;
    const slope = this.regression.take(value);
    if (Number.isNaN(slope)) return;
    const difference = slope - this.slope;
    this.slope = slope;
    if (!Number.isNaN(difference)) this.differences.update(difference);
  }

  /** The last 8 differences of the slope are each below the one before. */
  get isSlowing(): boolean {
    return this.differences.isFalling;
  }

  indicators(price: number): IndicatorValues {
    return {
      'stochastic.moving_average': this.value,
      'stochastic.slope': this.slope,
      'stochastic.trend': price > this.value ? 'UP' : 'DOWN',
    };
  }
}
