import type { IndicatorValues } from '@fathom/contracts';
import { type HighLowClose, Stochastic, type StochasticOptions } from '@fathom/indicators';

const MIDDLE = 50;

/** A slow stochastic that remembers how its lines lay one candle ago. NaN until ready, so no comparison holds. */
export class StochasticCrossing {
  readonly warmup: number;
  private readonly stochastic: Stochastic;
  /** %K was below %D one candle ago and is above it now, both below 50. */
  crossedUp = false;
  /** %K was above %D one candle ago and is below it now, both above 50. */
  crossedDown = false;
  private isBelow = false;
  private isAbove = false;

  constructor(options: StochasticOptions) {
    this.stochastic = new Stochastic(options);
    this.warmup = this.stochastic.warmup;
  }

  update(candle: HighLowClose): void {
    const { stochastic } = this;
    stochastic.update(candle);
    const { k, d } = stochastic;
    this.crossedUp = this.isBelow && k > d && k < MIDDLE;
    this.crossedDown = this.isAbove && k < d && k > MIDDLE;
    this.isBelow = k < d;
    this.isAbove = k > d;
  }

  get k(): number {
    return this.stochastic.k;
  }

  get d(): number {
    return this.stochastic.d;
  }

  /** Both lines below 50, %K above %D. */
  get isRisingFromBelow(): boolean {
    return this.k > this.d && this.k < MIDDLE;
  }

  /** Both lines above 50, %K below %D. */
  get isFallingFromAbove(): boolean {
    return this.k < this.d && this.k > MIDDLE;
  }

  indicators(): IndicatorValues {
    return { 'stochastic.percent_k': this.k, 'stochastic.percent_d': this.d };
  }
}
