import { cancel, complete } from './ending.js';
import { hold } from './holds.js';
import type { Match } from './match.js';
import { settle } from './settlement.js';
import { smaller } from './smaller.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/**
 * Fills the order with the match as far as it may, and ends it when nothing remains or it cannot pay.
 * @returns base units filled, as asked unless the order has ended.
 */
export function execute(state: VenueState, order: WorkingOrder, match: Match) {
  const { terms, market } = order;
  const closable = terms.reduceOnly ? state.positions.closableBy(order.side, market) : match.quantity;
  const quantity = smaller(match.quantity, closable);
  if (!quantity.isPositive()) {
    cancel(state, order, 'reduce only');
    return quantity;
  }
  const settled = settle(state, order, { ...match, quantity });
  if (settled === undefined) {
    cancel(state, order, terms.leverage === undefined ? 'insufficient funds' : 'insufficient margin');
    return quantity.minus(quantity);
  }
  const { fill, entries } = settled;
  order.filledQuantity = order.filledQuantity.plus(quantity);
  order.cost = order.cost.plus(fill.cost);
  order.fee = order.fee.plus(fill.fee);
  order.fills.push(fill.id);
  const isComplete = !order.remaining.isPositive();
  order.status = isComplete ? 'filled' : 'partially-filled';
  hold(state, order);
  state.outbox.push({ type: 'filled', time: state.time, order: order.snapshot(), fill });
  for (const entry of entries) state.outbox.push({ type: 'balance-changed', time: state.time, entry });
  if (terms.conditionalClose !== undefined) state.closes.push({ order, close: terms.conditionalClose, quantity });
  if (isComplete) complete(state, order);
  return quantity;
}
