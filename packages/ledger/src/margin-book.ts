import { Decimal, type Fill, type OrderSide, type TradeSide } from '@fathom/contracts';

/** What one fill has opened on margin, as far as it is not closed. */
export interface MarginLot {
  readonly side: TradeSide;
  readonly leverage: number;
  /** Milliseconds since 1970 UTC. */
  readonly openedAt: number;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** What that came to when it was opened, quote units. */
  readonly cost: Decimal;
}

/**
 * What is held and owed on margin. It moves cash only by what it realises: opening costs fees alone, closing brings the
 * profit or loss of the oldest lots (Kraken's support article "Settling or closing a spot position on margin"). All lots
 * are long or all are short, because an order of the other side closes before it opens.
 */
export class MarginBook {
  private readonly costDecimals: number;
  private list: readonly MarginLot[] = [];
  /** Sums over the lots, below zero when short. */
  quantity = Decimal.ZERO;
  cost = Decimal.ZERO;

  /** @param costDecimals digits the exchange keeps of a cost: to these the cost of a part of a lot is rounded. */
  constructor(costDecimals: number) {
    this.costDecimals = costDecimals;
  }

  /** Oldest first. */
  get lots(): readonly MarginLot[] {
    return this.list;
  }

  /** Own money that backs what is open, quote units. */
  get used(): number {
    return this.list.reduce((sum, { cost, leverage }) => sum + cost.toNumber() / leverage, 0);
  }

  /**
   * Books a fill.
   * @returns what it realises, before fees: what the exchange says, or what follows from the oldest lots.
   */
  book(side: OrderSide, fill: Fill, leverage: number): Decimal {
    const closed = this.close(side, fill.quantity);
    const opens = fill.quantity.minus(closed.quantity);
    const openCost = opens.isZero()
      ? Decimal.ZERO
      : closed.quantity.isZero()
        ? fill.cost
        : fill.price.times(opens).round(this.costDecimals, 'half-up');
    const closeCost = fill.cost.minus(openCost);
    const gain = side === 'sell' ? closeCost.minus(closed.cost) : closed.cost.minus(closeCost);
    if (opens.isPositive()) {
      const opened = { quantity: opens, cost: openCost, leverage, openedAt: fill.time };
      this.list = [...this.list, { side: side === 'buy' ? 'long' : 'short', ...opened }];
    }
    this.sum();
    return fill.gain ?? gain;
  }

  /** Takes off what an order of `side` closes, at most `quantity`. */
  private close(side: OrderSide, quantity: Decimal): { readonly quantity: Decimal; readonly cost: Decimal } {
    const closes = side === 'sell' ? 'long' : 'short';
    let left = quantity;
    let cost = Decimal.ZERO;
    this.list = this.list.flatMap((lot) => {
      if (lot.side !== closes || !left.isPositive()) return [lot];
      if (!left.isLessThan(lot.quantity)) {
        left = left.minus(lot.quantity);
        cost = cost.plus(lot.cost);
        return [];
      }
      const partCost = lot.cost.times(left).dividedBy(lot.quantity, this.costDecimals, 'half-up');
      cost = cost.plus(partCost);
      const rest = { ...lot, quantity: lot.quantity.minus(left), cost: lot.cost.minus(partCost) };
      left = Decimal.ZERO;
      return [rest];
    });
    return { quantity: quantity.minus(left), cost };
  }

  private sum(): void {
    let quantity = Decimal.ZERO;
    let cost = Decimal.ZERO;
    for (const lot of this.list) {
      quantity = lot.side === 'long' ? quantity.plus(lot.quantity) : quantity.minus(lot.quantity);
      cost = lot.side === 'long' ? cost.plus(lot.cost) : cost.minus(lot.cost);
    }
    this.quantity = quantity;
    this.cost = cost;
  }
}
