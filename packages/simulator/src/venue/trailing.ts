import { Decimal, type OrderSide, type Rounding, type TrailingOffset } from '@fathom/contracts';

const HUNDREDTH = Decimal.of(1n, 2);

/** An offset in quote units from `price`, rounded to the tick. */
export function offsetFrom(price: Decimal, offset: TrailingOffset, tickSize: Decimal, rounding: Rounding): Decimal {
  const distance = offset.unit === 'quote' ? offset.value : price.times(offset.value).times(HUNDREDTH);
  return distance.roundTo(tickSize, rounding);
}

/** What a trailing order has seen: the best price for its owner, and the trigger that hangs from it. */
export class Trail {
  private readonly side: OrderSide;
  private readonly offset: TrailingOffset;
  private readonly tickSize: Decimal;
  private best: Decimal | undefined;

  constructor(side: OrderSide, offset: TrailingOffset, tickSize: Decimal) {
    this.side = side;
    this.offset = offset;
    this.tickSize = tickSize;
  }

  /** @returns the trigger price after the market was at `price`: it only ever moves in its owner's favour. */
  follow(price: Decimal): Decimal {
    const isSell = this.side === 'sell';
    if (this.best === undefined || (isSell ? price.isGreaterThan(this.best) : price.isLessThan(this.best))) {
      this.best = price;
    }
    const distance = offsetFrom(this.best, this.offset, this.tickSize, 'up');
    return isSell ? this.best.minus(distance) : this.best.plus(distance);
  }
}
