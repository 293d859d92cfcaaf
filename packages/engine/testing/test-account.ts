import { Decimal, type Fill, type OrderSide } from '@fathom/contracts';

const d = (text: string) => Decimal.parse(text);

interface Lot {
  readonly sign: 1 | -1;
  quantity: Decimal;
  cost: Decimal;
}

/** What an exchange has of an account, kept in the plainest way: cash, coins, and borrowed lots, the oldest closed first. */
export class TestAccount {
  cash: Decimal;
  holding = Decimal.ZERO;
  private lots: Lot[] = [];

  constructor(cash: Decimal) {
    this.cash = cash;
  }

  /** Base units on margin, below zero when short. */
  get position(): Decimal {
    return this.lots.reduce(
      (sum, { sign, quantity }) => (sign === 1 ? sum.plus(quantity) : sum.minus(quantity)),
      Decimal.ZERO,
    );
  }

  /** Base units an order of `side` could close. */
  closable(side: OrderSide): Decimal {
    const { position } = this;
    const isOpposite = side === 'buy' ? position.isNegative() : position.isPositive();
    return isOpposite ? position.abs() : Decimal.ZERO;
  }

  bookSpot(side: OrderSide, { cost, fee, quantity }: Fill): void {
    this.cash = (side === 'buy' ? this.cash.minus(cost) : this.cash.plus(cost)).minus(fee);
    this.holding = side === 'buy' ? this.holding.plus(quantity) : this.holding.minus(quantity);
  }

  /** @returns what closing has brought, before the fee. */
  bookMargin(side: OrderSide, price: Decimal, quantity: Decimal, fee: Decimal): Decimal {
    const sign = side === 'buy' ? 1 : -1;
    let left = quantity;
    let gain = Decimal.ZERO;
    for (const lot of this.lots) {
      if (lot.sign === sign || !left.isPositive()) continue;
      const part = left.isLessThan(lot.quantity) ? left : lot.quantity;
      const partCost = part.equals(lot.quantity)
        ? lot.cost
        : lot.cost.times(part).dividedBy(lot.quantity, 5, 'half-up');
      const value = price.times(part);
      gain = gain.plus(lot.sign === 1 ? value.minus(partCost) : partCost.minus(value));
      lot.quantity = lot.quantity.minus(part);
      lot.cost = lot.cost.minus(partCost);
      left = left.minus(part);
    }
    this.lots = this.lots.filter((lot) => lot.quantity.isPositive());
    if (left.isPositive()) this.lots.push({ sign, quantity: left, cost: price.times(left) });
    this.cash = this.cash.plus(gain).minus(fee);
    return gain;
  }

  /** One rollover. @returns the fee. */
  rollOver(): Decimal {
    const fee = this.lots.reduce(
      (sum, { cost }) => sum.plus(cost.times(d('0.0001')).round(5, 'half-up')),
      Decimal.ZERO,
    );
    this.cash = this.cash.minus(fee);
    return fee;
  }
}
