import { quantityText, priceText } from '../digits.js';
import { Refusal } from '../refusal.js';
import type { PrivateCall } from './private-call.js';

/** Every state of an order's figures, the first as it was sent (docs.kraken.com, "Get Order Amends"). */
export const orderAmends: PrivateCall = (args, { account, pairs }) => {
  const order = account.venue.order({ id: args.required('order_id') });
  if (order === undefined) throw new Refusal('EOrder:Unknown order');
  const pair = pairs.named(order.pair);
  const amends = account.notes(order).amends.map((note) => ({
    amend_id: note.id,
    amend_type: note.kind,
    order_qty: quantityText(note.quantity, pair),
    ...(note.displayQuantity === undefined ? {} : { display_qty: quantityText(note.displayQuantity, pair) }),
    remaining_qty: quantityText(note.remaining, pair),
    ...(note.limitPrice === undefined ? {} : { limit_price: priceText(note.limitPrice, pair) }),
    ...(note.triggerPrice === undefined ? {} : { trigger_price: priceText(note.triggerPrice, pair) }),
    ...(note.kind === 'original' ? {} : { reason: 'User requested' }),
    ...(note.isPostOnly ? { post_only: true } : {}),
    timestamp: Math.floor(note.time),
  }));
  return { amends, count: amends.length };
};
