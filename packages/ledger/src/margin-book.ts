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

/** One fill on margin, and what it has realised. */
interface Booked {
  readonly side: OrderSide;
  readonly fill: Fill;
  readonly leverage: number;
  /** It could open nothing: it was to make a position smaller, or was the exchange's own. */
  readonly isClosing: boolean;
  gain: Decimal;
  /** Base units it has opened, as far as is known. */
  opens: Decimal;
}

/** What is asked of a fill on margin besides itself. */
export interface MarginTerms {
  readonly leverage: number;
  /** It can open nothing. */
  readonly isClosing: boolean;
}

/** Fills that may turn out to have come after one that is told late. */
const UNSETTLED = 64;

/**
 * What is held and owed on margin. It moves cash only by what it realises: opening costs fees alone, closing brings the
 * profit or loss of the oldest lots (Kraken's support article "Settling or closing a spot position on margin"). All lots
 * are long or all are short, because an order of the other side closes before it opens.
 *
 * Which lot is the oldest depends on when fills happened, not on when they are heard of. So the newest fills are kept, and
 * one that is told late is put where it belongs and all after it are booked anew.
 */
export class MarginBook {
  private costDecimals: number;
  /** Before the fills that are kept, and after them. */
  private settled: readonly MarginLot[] = [];
  private list: readonly MarginLot[] = [];
  private readonly kept: Booked[] = [];
  /** Sums over the lots, below zero when short. */
  quantity = Decimal.ZERO;
  cost = Decimal.ZERO;

  /** @param costDecimals digits the exchange keeps of a cost: to these the cost of a part of a lot is rounded. */
  constructor(costDecimals: number) {
    this.costDecimals = costDecimals;
  }

  /** Costs have so many digits from now on; before anything is open. */
  keepCostsTo(digits: number): void {
    this.costDecimals = digits;
  }

  /** Oldest first. */
  get lots(): readonly MarginLot[] {
    return this.list;
  }

  /** Whether all that was closed is known to have been opened: else a fill from before has not been heard of yet. */
  get isComplete(): boolean {
    return !this.kept.some(({ isClosing, opens }) => isClosing && opens.isPositive());
  }

  /** Own money that backs what is open, quote units. */
  get used(): number {
    return this.list.reduce((sum, { cost, leverage }) => sum + cost.toNumber() / leverage, 0);
  }

  /**
   * Books a fill.
   * @returns by how much what is realised has changed, before fees: what the exchange says of it, or what follows from the
   * oldest lots; and, for one that was told late, what it changes of those after it.
   */
  book(side: OrderSide, fill: Fill, { leverage, isClosing }: MarginTerms): Decimal {
    const booked = { side, fill, leverage, isClosing, gain: Decimal.ZERO, opens: Decimal.ZERO };
    const place = this.kept.findLastIndex((one) => one.fill.time <= fill.time) + 1;
    const change = place === this.kept.length ? this.append(booked) : this.insert(booked, place);
    this.sum();
    return change;
  }

  private append(booked: Booked): Decimal {
    this.kept.push(booked);
    this.list = this.after(this.list, booked);
    if (this.kept.length > UNSETTLED) this.settle();
    return booked.gain;
  }

  private insert(booked: Booked, place: number): Decimal {
    const before = this.realised();
    this.kept.splice(place, 0, booked);
    this.list = this.kept.reduce((lots, one) => this.after(lots, one), this.settled);
    const change = this.realised().minus(before);
    if (this.kept.length > UNSETTLED) this.settle();
    return change;
  }

  private settle(): void {
    const oldest = this.kept.shift();
    if (oldest !== undefined) this.settled = this.after(this.settled, oldest);
  }

  private realised(): Decimal {
    return this.kept.reduce((sum, { gain }) => sum.plus(gain), Decimal.ZERO);
  }

  /** The lots after a fill; notes what it realises. */
  private after(lots: readonly MarginLot[], booked: Booked): readonly MarginLot[] {
    const { side, fill, leverage } = booked;
    const closed = this.close(lots, side, fill.quantity);
    const opens = fill.quantity.minus(closed.quantity);
    booked.opens = opens;
    const openCost = opens.isZero()
      ? Decimal.ZERO
      : closed.quantity.isZero()
        ? fill.cost
        : fill.price.times(opens).round(this.costDecimals, 'half-up');
    const closeCost = fill.cost.minus(openCost);
    booked.gain = fill.gain ?? (side === 'sell' ? closeCost.minus(closed.cost) : closed.cost.minus(closeCost));
    if (!opens.isPositive()) return closed.lots;
    const opened = { quantity: opens, cost: openCost, leverage, openedAt: fill.time };
    return [...closed.lots, { side: side === 'buy' ? 'long' : 'short', ...opened }];
  }

  /** Takes off what an order of `side` closes, at most `quantity`. */
  private close(lots: readonly MarginLot[], side: OrderSide, quantity: Decimal) {
    const closes = side === 'sell' ? 'long' : 'short';
    let left = quantity;
    let cost = Decimal.ZERO;
    const rest = lots.flatMap((lot) => {
      if (lot.side !== closes || !left.isPositive()) return [lot];
      if (!left.isLessThan(lot.quantity)) {
        left = left.minus(lot.quantity);
        cost = cost.plus(lot.cost);
        return [];
      }
      const partCost = lot.cost.times(left).dividedBy(lot.quantity, this.costDecimals, 'half-up');
      cost = cost.plus(partCost);
      const part = { ...lot, quantity: lot.quantity.minus(left), cost: lot.cost.minus(partCost) };
      left = Decimal.ZERO;
      return [part];
    });
    return { lots: rest, quantity: quantity.minus(left), cost };
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
