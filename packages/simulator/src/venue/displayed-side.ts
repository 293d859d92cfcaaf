import { Decimal, type OrderSide } from '@fathom/contracts';
import { smaller } from './smaller.js';

/** One price of a displayed book. */
export interface VenueLevel {
  readonly price: Decimal;
  /** Base units, > 0. */
  readonly quantity: Decimal;
}

/**
 * The bids or the asks of a displayed book, and what our orders have taken of them. The market does not know that we
 * took: a level goes on being displayed whole, and what we had of it stays taken for as long as it is there.
 */
export class DisplayedSide {
  private readonly side: OrderSide;
  private levels: readonly VenueLevel[] = [];
  private isKnown = false;
  /** Base units by price, which is written without trailing zeros. */
  private readonly taken = new Map<string, Decimal>();

  /** @param side whose orders these are: `buy` for the bids. */
  constructor(side: OrderSide) {
    this.side = side;
  }

  /** @param levels best first. */
  update(levels: readonly VenueLevel[]): void {
    this.levels = levels;
    this.isKnown = true;
    for (const [key, taken] of this.taken) {
      const level = levels.find(({ price }) => price.toString() === key);
      if (level === undefined) this.taken.delete(key);
      else this.taken.set(key, smaller(taken, level.quantity));
    }
  }

  /** The best price of which something is left. */
  get best(): Decimal | undefined {
    for (const level of this.levels) if (this.left(level).isPositive()) return level.price;
    return undefined;
  }

  /** The best price displayed, taken or not. */
  get top(): Decimal | undefined {
    return this.levels[0]?.price;
  }

  /** What is left at `limit` or better for who takes it, best first; without a limit all that is left. */
  offers(limit?: Decimal): VenueLevel[] {
    const offers: VenueLevel[] = [];
    for (const level of this.levels) {
      if (limit !== undefined && this.isWorse(level.price, limit)) break;
      const quantity = this.left(level);
      if (quantity.isPositive()) offers.push({ price: level.price, quantity });
    }
    return offers;
  }

  take(price: Decimal, quantity: Decimal): void {
    const key = price.toString();
    this.taken.set(key, (this.taken.get(key) ?? Decimal.ZERO).plus(quantity));
  }

  /** Base units displayed at the price; undefined where the display does not reach. */
  displayedAt(price: Decimal): Decimal | undefined {
    if (!this.isKnown) return undefined;
    for (const level of this.levels) {
      if (level.price.equals(price)) return level.quantity;
      if (this.isWorse(level.price, price)) return Decimal.ZERO;
    }
    return this.levels.length === 0 ? Decimal.ZERO : undefined;
  }

  /** Further from the other side. */
  private isWorse(price: Decimal, than: Decimal): boolean {
    return this.side === 'buy' ? price.isLessThan(than) : price.isGreaterThan(than);
  }

  private left({ price, quantity }: VenueLevel): Decimal {
    const taken = this.taken.size === 0 ? undefined : this.taken.get(price.toString());
    return taken === undefined ? quantity : quantity.minus(taken);
  }
}
