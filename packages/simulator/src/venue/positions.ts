import { Decimal, type OrderSide } from '@fathom/contracts';
import type { Market } from './market.js';
import { smaller } from './smaller.js';
import type { VenuePosition } from './venue-account-types.js';
import type { VenueOrderSpec } from './venue-order.js';

/** Kraken's support article on margin fees: a rollover every four hours after the opening. */
export const ROLLOVER_MS = 4 * 3_600_000;

/** A position as the venue works on it. */
export interface OpenPosition {
  readonly id: string;
  readonly orderId: string;
  readonly market: Market;
  readonly side: 'long' | 'short';
  readonly orderType: VenueOrderSpec['type'];
  readonly openedAt: number;
  readonly quantity: Decimal;
  readonly cost: Decimal;
  readonly leverage: number;
  readonly rolloverPercent: Decimal;
  closedQuantity: Decimal;
  /** Of `cost`, what belongs to the part not closed. */
  openCost: Decimal;
  margin: Decimal;
  fee: Decimal;
  nextRolloverAt: number;
}

export function openQuantity(position: OpenPosition): Decimal {
  return position.quantity.minus(position.closedQuantity);
}

/** What is open at the market's price; at what it cost while there is none. */
export function valueOf(position: OpenPosition): Decimal {
  const { price } = position.market;
  return price === undefined ? position.openCost : position.market.cost(price, openQuantity(position));
}

export function unrealizedOf(position: OpenPosition): Decimal {
  const gain = valueOf(position).minus(position.openCost);
  return position.side === 'long' ? gain : gain.negated();
}

export function positionView(position: OpenPosition): VenuePosition {
  const { market, openCost: _, ...facts } = position;
  return {
    ...facts,
    pair: market.instrument.name,
    value: valueOf(position),
    unrealized: unrealizedOf(position),
  };
}

/** What is open on margin. */
export class Positions {
  open: OpenPosition[] = [];

  /** Base units an order of `side` would close before it opened anything. */
  closableBy(side: OrderSide, market: Market): Decimal {
    return this.opposing(side, market).reduce((sum, position) => sum.plus(openQuantity(position)), Decimal.ZERO);
  }

  /**
   * Closes up to `quantity`, oldest first (Kraken's support article "Settling or closing a spot position on margin").
   * @returns base units closed, and what they cost when they were opened.
   */
  close(side: OrderSide, market: Market, quantity: Decimal): { quantity: Decimal; cost: Decimal } {
    let left = quantity;
    let cost = Decimal.ZERO;
    for (const position of this.opposing(side, market)) {
      const open = openQuantity(position);
      const part = smaller(open, left);
      if (!part.isPositive()) break;
      const partCost = share(market, position.openCost, part, open);
      cost = cost.plus(partCost);
      position.margin = position.margin.minus(share(market, position.margin, part, open));
      position.openCost = position.openCost.minus(partCost);
      position.closedQuantity = position.closedQuantity.plus(part);
      left = left.minus(part);
    }
    this.open = this.open.filter((position) => openQuantity(position).isPositive());
    return { quantity: quantity.minus(left), cost };
  }

  private opposing(side: OrderSide, market: Market): OpenPosition[] {
    const closes = side === 'sell' ? 'long' : 'short';
    return this.open.filter((position) => position.market === market && position.side === closes);
  }
}

/** `amount × part ÷ whole`; all of it for the whole. */
function share(market: Market, amount: Decimal, part: Decimal, whole: Decimal): Decimal {
  return amount.times(part).dividedBy(whole, market.instrument.costDecimals, 'half-up');
}
