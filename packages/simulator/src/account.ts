import { Decimal, DecimalSum, type OrderSide } from '@fathom/contracts';

/** What the simulated exchange holds for us: no credit, so neither side may go below zero. */
export class Account {
  private readonly cashSum: DecimalSum;
  private readonly holdingSum = new DecimalSum(Decimal.ZERO);

  constructor(cash: Decimal) {
    this.cashSum = new DecimalSum(cash);
  }

  /** Quote units. */
  get cash(): Decimal {
    return this.cashSum.value;
  }

  /** Base units. */
  get holding(): Decimal {
    return this.holdingSum.value;
  }

  /** Adds to cash, or with an amount below zero takes from it: a loss on margin may take more than there is. */
  add(amount: Decimal): void {
    this.cashSum.add(amount);
  }

  /** Holds so much from now on. */
  restart(cash: Decimal, holding: Decimal): void {
    this.cashSum.subtract(this.cash);
    this.cashSum.add(cash);
    this.holdingSum.subtract(this.holding);
    this.holdingSum.add(holding);
  }

  /** Books a fill, or returns false and changes nothing when the funds do not suffice. */
  book(side: OrderSide, quantity: Decimal, cost: Decimal, fee: Decimal): boolean {
    const { cashSum, holdingSum } = this;
    if (side === 'buy') {
      cashSum.subtract(cost);
      cashSum.subtract(fee);
      holdingSum.add(quantity);
      if (!cashSum.isNegative()) return true;
      cashSum.add(cost);
      cashSum.add(fee);
      holdingSum.subtract(quantity);
    } else {
      cashSum.add(cost);
      cashSum.subtract(fee);
      holdingSum.subtract(quantity);
      if (!holdingSum.isNegative() && !cashSum.isNegative()) return true;
      cashSum.subtract(cost);
      cashSum.add(fee);
      holdingSum.add(quantity);
    }
    return false;
  }
}
