import { type Decimal } from '@fathom/contracts';
import { amendedSpec } from './amended-spec.js';
import { cancel } from './ending.js';
import { displayRefusal, priceRefusal, quantityRefusal } from './figures.js';
import { hold, holdFor, spentAsset } from './holds.js';
import { smaller } from './smaller.js';
import { minimumRefusal, postOnlyRefusal } from './submitting.js';
import type { AmendRequest, VenueOrder } from './venue-order.js';
import type { VenueRefusal } from './venue-refusal.js';
import type { VenueResult } from './venue-result.js';
import type { VenueState } from './venue-state.js';
import { watch, work } from './working.js';
import { WorkingOrder } from './working-order.js';

/** Changes an open order in place, or refuses to and changes nothing. */
export function amend(state: VenueState, order: WorkingOrder, change: AmendRequest): VenueResult<VenueOrder> {
  const { mode } = order.market;
  if (mode === 'maintenance' || mode === 'cancel-only') return { refused: { code: 'market-mode', mode } };
  const { deadline } = change;
  if (deadline !== undefined && deadline <= state.time) {
    return { refused: { code: 'deadline-elapsed', deadline, time: state.time } };
  }
  const refused = unfitRefusal(order, change) ?? figuresRefusal(order, change) ?? outcomeRefusal(state, order, change);
  if (refused !== undefined) return { refused };
  const isPriorityKept = keepsPriority(order, change);
  apply(order, change);
  hold(state, order);
  const amendId = state.nextId('amendment');
  state.outbox.push({ type: 'amended', time: state.time, order: order.snapshot(), amendId, isPriorityKept });
  if (!order.remaining.isPositive()) cancel(state, order, 'amended below filled quantity');
  else if (order.isWaitingForTrigger && !order.isPending) watch(state, order);
  else if (!isPriorityKept && order.place !== undefined) {
    order.place = undefined;
    work(state, order);
  } else {
    const { spec, remaining } = order;
    const most = spec.type === 'iceberg' ? smaller(spec.displayQuantity, remaining) : remaining;
    order.shown = smaller(order.shown, most);
  }
  return { accepted: order.snapshot() };
}

/** What this kind of order does not have cannot be changed. */
function unfitRefusal(order: WorkingOrder, change: AmendRequest): VenueRefusal | undefined {
  const { spec } = order;
  const hasFixedTrigger = order.isWaitingForTrigger && 'price' in spec;
  const what =
    (change.quantity !== undefined && order.isInQuote && 'a quantity in quote') ||
    (change.displayQuantity !== undefined &&
      spec.type !== 'iceberg' &&
      `the display quantity of a ${spec.type} order`) ||
    (change.limitPrice !== undefined && order.limitPrice === undefined && `the limit price of a ${spec.type} order`) ||
    (change.triggerPrice !== undefined && !hasFixedTrigger && `the trigger price of this ${spec.type} order`);
  return what ? { code: 'not-amendable', what } : undefined;
}

function figuresRefusal(order: WorkingOrder, change: AmendRequest): VenueRefusal | undefined {
  const { instrument } = order.market;
  const { quantity, limitPrice, triggerPrice } = change;
  return (
    (quantity && quantityRefusal('quantity', quantity, instrument.quantityDecimals)) ??
    (limitPrice && priceRefusal('limitPrice', limitPrice, instrument)) ??
    (triggerPrice && priceRefusal('price', triggerPrice, instrument))
  );
}

/** The order as it would be, looked at like a new one. */
function outcomeRefusal(state: VenueState, order: WorkingOrder, change: AmendRequest): VenueRefusal | undefined {
  const terms = { ...order.terms, postOnly: change.postOnly ?? order.terms.postOnly ?? false };
  const would = new WorkingOrder('', { ...order.request, terms }, order.market, order.acceptedAt, order.origin);
  would.limitPrice = order.limitPrice;
  would.triggerPrice = order.triggerPrice;
  would.filledQuantity = order.filledQuantity;
  would.quantity = order.quantity;
  would.spec = order.spec;
  apply(would, change);
  if (!would.remaining.isPositive()) return undefined;
  const isAtWork = !order.isWaitingForTrigger && change.limitPrice !== undefined;
  const needed = holdFor(state, would);
  const asset = spentAsset(order);
  const free = state.wallet.free(asset).plus(order.held);
  return (
    (would.spec.type === 'iceberg'
      ? displayRefusal(would.spec.displayQuantity, would.remaining, order.market.instrument)
      : undefined) ??
    minimumRefusal(state, would) ??
    (isAtWork ? postOnlyRefusal(would, would.limitPrice) : undefined) ??
    (needed.isGreaterThan(free) ? { code: 'insufficient-funds', asset, needed, free } : undefined)
  );
}

function isMore(now: Decimal | undefined, before: Decimal): boolean {
  return now?.isGreaterThan(before) ?? false;
}

/** Behind others only who asks for more, or for another price. */
function keepsPriority(order: WorkingOrder, { quantity, displayQuantity, limitPrice }: AmendRequest): boolean {
  const { spec } = order;
  return (
    (limitPrice === undefined || (order.limitPrice?.equals(limitPrice) ?? false)) &&
    !isMore(quantity, order.quantity) &&
    !(spec.type === 'iceberg' && isMore(displayQuantity, spec.displayQuantity))
  );
}

function apply(order: WorkingOrder, { quantity, displayQuantity, limitPrice, triggerPrice }: AmendRequest): void {
  if (quantity !== undefined) {
    order.quantity = quantity.isLessThan(order.filledQuantity) ? order.filledQuantity : quantity;
  }
  if (limitPrice !== undefined) order.limitPrice = limitPrice;
  if (triggerPrice !== undefined) order.triggerPrice = triggerPrice;
  order.spec = amendedSpec(order.spec, { quantity: order.quantity, displayQuantity, limitPrice, triggerPrice });
}
