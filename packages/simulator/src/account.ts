import { Decimal, type OrderSide } from '@fathom/contracts';

/** What the simulated exchange holds for us: no credit, so neither side may go below zero. */
export class Account {
  /** Quote units. */
  cash: Decimal;
  /** Base units. */
  holding = Decimal.ZERO;

  constructor(cash: Decimal) {
    this.cash = cash;
  }

  /** Books a fill, or returns false and changes nothing when the funds do not suffice. */
  book(side: OrderSide, quantity: Decimal, cost: Decimal, fee: Decimal): boolean {
    const isBuy = side === 'buy';
    const cash = (isBuy ? this.cash.minus(cost) : this.cash.plus(cost)).minus(fee);
    const holding = isBuy ? this.holding.plus(quantity) : this.holding.minus(quantity);
    if (cash.isNegative() || holding.isNegative()) return false;
    this.cash = cash;
    this.holding = holding;
    return true;
  }
}
