import { Decimal, type Instrument, type OrderSide } from '@fathom/contracts';

/**
 * Worsens the price of an order that takes liquidity by a fixed share.
 * A buy pays more, a sell gets less, rounded against us to the pair's tick.
 */
export class Slippage {
  private readonly instrument: Instrument;
  private readonly share: Decimal;
  readonly isNone: boolean;

  /** @param basisPoints ≥ 0; 5 is 0.05 %. */
  constructor(instrument: Instrument, basisPoints: Decimal) {
    this.instrument = instrument;
    this.share = basisPoints.times(Decimal.of(1n, 4));
    this.isNone = basisPoints.isZero();
  }

  /** The price got for `reference`, quote per base unit. */
  apply(reference: Decimal, side: OrderSide): Decimal {
    const worsening = reference.times(this.share);
    return side === 'buy'
      ? reference.plus(worsening).roundTo(this.instrument.tickSize, 'up')
      : reference.minus(worsening).roundTo(this.instrument.tickSize, 'down');
  }
}
