import type { IndicatorValues } from '@fathom/contracts';
import { Stochastic, type StochasticInput, type StochasticOptions } from '@fathom/indicators';

const MIDDLE = 50;

/** A slow stochastic that remembers its lines of one candle ago. NaN until there, so no comparison holds. */
export class StochasticCrossing {
  readonly warmup: number;
  k = Number.NaN;
  d = Number.NaN;
  private previousK = Number.NaN;
  private previousD = Number.NaN;
  private readonly stochastic: Stochastic;

  constructor(options: StochasticOptions) {
    this.stochastic = new Stochastic(options);
    this.warmup = this.stochastic.warmup;
  }

  update(candle: StochasticInput): void {
    this.stochastic.update(candle);
    this.previousK = this.k;
    this.previousD = this.d;
    this.k = this.stochastic.k;
    this.d = this.stochastic.d;
  }

  /** Both lines below 50, %K above %D. */
  get isRisingFromBelow(): boolean {
    return this.k < MIDDLE && this.d < MIDDLE && this.k > this.d;
  }

  /** Both lines above 50, %K below %D. */
  get isFallingFromAbove(): boolean {
    return this.k > MIDDLE && this.d > MIDDLE && this.k < this.d;
  }

  /** %K was below %D one candle ago and is above it now, both below 50. */
  get crossedUp(): boolean {
    return this.previousK < this.previousD && this.isRisingFromBelow;
  }

  /** %K was above %D one candle ago and is below it now, both above 50. */
  get crossedDown(): boolean {
    return this.previousK > this.previousD && this.isFallingFromAbove;
  }

  indicators(): IndicatorValues {
    return { 'stochastic.percent_k': this.k, 'stochastic.percent_d': this.d };
  }
}
