import { submit } from './submitting.js';
import type { VenueOrderSpec } from './venue-order.js';
import type { PendingClose, VenueState } from './venue-state.js';

/**
 * Sends the conditional closes of the fills since: an order of its own each, of the other side, of the fill's quantity,
 * with the leverage of the first order (Kraken's support article "Conditional Close").
 */
export function sendCloses(state: VenueState): void {
  while (state.closes.length > 0) {
    const pending = state.closes;
    state.closes = [];
    for (const close of pending) send(state, close);
  }
}

function send(state: VenueState, { order, close, quantity }: PendingClose): void {
  const side = order.side === 'buy' ? 'sell' : 'buy';
  const { leverage } = order.terms;
  const { pair, userReference } = order.request;
  const result = submit(
    state,
    {
      pair,
      order: spec(close, side, quantity),
      ...(leverage === undefined ? {} : { terms: { leverage } }),
      ...(userReference === undefined ? {} : { userReference }),
    },
    { closes: order.id },
  );
  if ('accepted' in result) return;
  state.outbox.push({ type: 'close-refused', time: state.time, order: order.snapshot(), refusal: result.refused });
}

function spec(
  close: PendingClose['close'],
  side: VenueOrderSpec['side'],
  quantity: PendingClose['quantity'],
): VenueOrderSpec {
  const { type, price, limitPrice = price } = close;
  return type === 'stop-loss-limit' || type === 'take-profit-limit'
    ? { type, side, quantity, price, limitPrice }
    : { type, side, quantity, price };
}
