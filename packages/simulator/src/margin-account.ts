import { Decimal, type Instrument, type OrderSide, type TradeSide } from '@fathom/contracts';
import type { Account } from './account.js';
import { percentOf } from './venue/percent.js';
import { ROLLOVER_MS } from './venue/positions.js';
import { smaller } from './venue/smaller.js';
import type { MarginRates } from './venue/venue-options.js';

interface Lot {
  readonly side: TradeSide;
  readonly leverage: number;
  readonly rolloverPercent: Decimal;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly nextRolloverAt: number;
}

/** A fill on margin before anybody has paid. */
interface MarginFill {
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly tradeFee: Decimal;
  readonly leverage: number;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
}

/** One rollover. */
interface Charge {
  readonly time: number;
  readonly fee: Decimal;
}

/**
 * What the account of a simulated exchange holds and owes on margin, by the rules of the `Venue`: the oldest is closed
 * first, opening costs the trade fee and a share of what is borrowed, and so does every fourth hour. Every digit is kept,
 * but for the cost of a part of what one fill has opened.
 */
export class MarginAccount {
  private readonly account: Account;
  private readonly instrument: Instrument;
  private readonly ratesOf: (asset: string) => MarginRates;
  private lots: readonly Lot[] = [];
  /** Base units, below zero when short; and what they came to, below zero as well then. */
  private quantity = 0;
  private cost = 0;
  private used = 0;

  constructor(account: Account, instrument: Instrument, ratesOf: (asset: string) => MarginRates) {
    this.account = account;
    this.instrument = instrument;
    this.ratesOf = ratesOf;
  }

  get isOpen(): boolean {
    return this.lots.length > 0;
  }

  /** All is long or all is short. */
  get side(): TradeSide | undefined {
    return this.lots[0]?.side;
  }

  get leverage(): number {
    return this.lots[0]?.leverage ?? 1;
  }

  /** Base units an order of `side` would close before it opened anything. */
  closableBy(side: OrderSide): Decimal {
    return this.lots.reduce((sum, lot) => (isClosedBy(lot, side) ? sum.plus(lot.quantity) : sum), Decimal.ZERO);
  }

  /** Equity − used margin at a price, quote units. */
  freeAt(price: number): number {
    return this.equityAt(price) - this.used;
  }

  /** Equity in percent of used margin; infinite with nothing open. */
  levelAt(price: number): number {
    return this.used > 0 ? (100 * this.equityAt(price)) / this.used : Number.POSITIVE_INFINITY;
  }

  /** The price at which the margin level is `percent`. */
  priceAtLevel(percent: number): number {
    const { cash, holding } = this.account;
    const wanted = (percent / 100) * this.used;
    return (wanted - cash.toNumber() + this.cost) / (holding.toNumber() + this.quantity);
  }

  /** Books a fill; undefined, and nothing has changed, when the free margin does not cover what it would open. */
  book(fill: MarginFill): { readonly gain: Decimal; readonly fee: Decimal } | undefined {
    const { side, price, quantity, cost, tradeFee, leverage } = fill;
    const closable = this.closableBy(side);
    const opens = quantity.minus(smaller(quantity, closable));
    const openCost = opens.equals(quantity) ? cost : price.times(opens);
    const { base, quote } = this.instrument;
    const { openingPercent, rolloverPercent } = this.ratesOf(side === 'buy' ? quote : base);
    const openingFee = percentOf(openCost, openingPercent);
    const fee = tradeFee.plus(openingFee);
    const needed = openCost.toNumber() / leverage + fee.toNumber();
    if (opens.isPositive() && needed > this.freeAt(price.toNumber())) return undefined;
    const closedCost = this.close(side, quantity.minus(opens));
    const closeCost = cost.minus(openCost);
    const gain = side === 'sell' ? closeCost.minus(closedCost) : closedCost.minus(closeCost);
    if (opens.isPositive()) {
      const opened = { quantity: opens, cost: openCost, leverage, rolloverPercent };
      const nextRolloverAt = fill.time + ROLLOVER_MS;
      this.lots = [...this.lots, { ...opened, side: side === 'buy' ? 'long' : 'short', nextRolloverAt }];
    }
    this.account.add(gain.minus(fee));
    this.sum();
    return { gain, fee };
  }

  /** Charges what has fallen due until `time`: of longs on what they cost, of shorts on what they are worth at `price`. */
  rollOver(time: number, price: Decimal): Charge[] {
    const charges: Charge[] = [];
    this.lots = this.lots.map((lot) => {
      let { nextRolloverAt } = lot;
      for (; nextRolloverAt <= time; nextRolloverAt += ROLLOVER_MS) {
        const borrowed = lot.side === 'long' ? lot.cost : price.times(lot.quantity);
        charges.push({ time: nextRolloverAt, fee: percentOf(borrowed, lot.rolloverPercent) });
      }
      return nextRolloverAt === lot.nextRolloverAt ? lot : { ...lot, nextRolloverAt };
    });
    for (const { fee } of charges) this.account.add(fee.negated());
    return charges.toSorted((a, b) => a.time - b.time);
  }

  private equityAt(price: number): number {
    const { cash, holding } = this.account;
    return cash.toNumber() + (holding.toNumber() + this.quantity) * price - this.cost;
  }

  /** @returns what the oldest `quantity` had cost. */
  private close(side: OrderSide, quantity: Decimal): Decimal {
    let left = quantity;
    let cost = Decimal.ZERO;
    this.lots = this.lots.flatMap((lot) => {
      if (!isClosedBy(lot, side) || !left.isPositive()) return [lot];
      const part = smaller(left, lot.quantity);
      left = left.minus(part);
      const partCost = part.equals(lot.quantity)
        ? lot.cost
        : lot.cost.times(part).dividedBy(lot.quantity, this.instrument.costDecimals, 'half-up');
      cost = cost.plus(partCost);
      return part.equals(lot.quantity)
        ? []
        : [{ ...lot, quantity: lot.quantity.minus(part), cost: lot.cost.minus(partCost) }];
    });
    return cost;
  }

  private sum(): void {
    this.quantity = 0;
    this.cost = 0;
    this.used = 0;
    for (const { side, quantity, cost, leverage } of this.lots) {
      const sign = side === 'long' ? 1 : -1;
      this.quantity += sign * quantity.toNumber();
      this.cost += sign * cost.toNumber();
      this.used += cost.toNumber() / leverage;
    }
  }
}

function isClosedBy({ side }: Lot, by: OrderSide): boolean {
  return (side === 'long') === (by === 'sell');
}
