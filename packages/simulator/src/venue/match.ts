import type { Decimal, Liquidity } from '@fathom/contracts';
import type { VenueLedgerEntry } from './venue-account-types.js';
import type { VenueFill } from './venue-fill.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** A match, before anybody has paid. */
export interface Match {
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly liquidity: Liquidity;
  readonly referencePrice: Decimal;
}

/** A fill that was paid, and the entries that paid it. */
export interface Settled {
  readonly fill: VenueFill;
  readonly entries: readonly VenueLedgerEntry[];
}

/** A match with what it costs. */
export interface PricedMatch extends Match {
  readonly cost: Decimal;
  readonly feePercent: Decimal;
}

/** The part of a fill that is the same however it was paid. */
export function fillOf(state: VenueState, order: WorkingOrder, match: PricedMatch) {
  const { clientOrderId, userReference, pair } = order.request;
  const { price, quantity, cost, liquidity, referencePrice } = match;
  return {
    id: state.nextId('fill'),
    orderId: order.id,
    ...(clientOrderId === undefined ? {} : { clientOrderId }),
    ...(userReference === undefined ? {} : { userReference }),
    pair,
    side: order.side,
    orderType: order.spec.type,
    time: state.time,
    price,
    quantity,
    cost,
    liquidity,
    referencePrice,
  };
}
