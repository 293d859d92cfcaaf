import { Decimal } from '@fathom/contracts';
import type { VenueLevel } from './displayed-side.js';
import { smaller } from './smaller.js';
import type { WorkingOrder } from './working-order.js';

/** What the order would take of the displayed book now, best first; nothing where it may not. */
export function whatItTakes(order: WorkingOrder): VenueLevel[] {
  const { market, side } = order;
  const takes: VenueLevel[] = [];
  let left = order.remaining;
  for (const { price, quantity } of market.across(side).offers(order.limitPrice)) {
    const wanted = order.isInQuote ? left.dividedBy(price, market.instrument.quantityDecimals, 'down') : left;
    const part = smaller(wanted, quantity);
    if (!part.isPositive()) break;
    takes.push({ price, quantity: part });
    left = left.minus(order.isInQuote ? market.cost(price, part) : part);
  }
  return takes;
}

/** Base units of all parts. */
export function quantityOf(parts: readonly VenueLevel[]): Decimal {
  return parts.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.ZERO);
}

/** Quote units of all parts. */
export function costOf(order: WorkingOrder, parts: readonly VenueLevel[]): Decimal {
  return parts.reduce((sum, { price, quantity }) => sum.plus(order.market.cost(price, quantity)), Decimal.ZERO);
}
