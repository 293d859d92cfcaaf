import { hold } from './holds.js';
import type { CancelReason } from './venue-order.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** Nothing happens to the order after this. */
function close(state: VenueState, order: WorkingOrder): void {
  order.closedAt = state.time;
  order.place = undefined;
  state.orders.close(order);
  hold(state, order);
}

export function complete(state: VenueState, order: WorkingOrder): void {
  order.status = 'filled';
  close(state, order);
  state.outbox.push({ type: 'completed', time: state.time, order: order.snapshot() });
}

export function cancel(state: VenueState, order: WorkingOrder, reason: CancelReason): void {
  order.status = 'canceled';
  order.reason = reason;
  close(state, order);
  state.outbox.push({ type: 'canceled', time: state.time, order: order.snapshot(), reason });
}

export function expire(state: VenueState, order: WorkingOrder): void {
  order.status = 'expired';
  close(state, order);
  state.outbox.push({ type: 'expired', time: state.time, order: order.snapshot() });
}
