import type { VenueOrder } from '@fathom/simulator';
import { refusalWords } from '../orders/refusal-words.js';
import { invalid, Refusal } from '../refusal.js';
import { wholeSeconds } from '../timestamp.js';
import { openOne, openOnes } from './named-orders.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

const MOST = 50;
const LONGEST_TIMEOUT_S = 86_400;

/** By `txid` (or a userref in its place), or `cl_ord_id` (docs.kraken.com, "Cancel Order"). */
export const cancelOrder: PrivateCall = (args, context) => {
  const word = args.text('txid') ?? args.text('userref');
  const orders = word === undefined ? [openOne(args, context)] : openOnes(word, context);
  if (orders.length === 0) throw new Refusal('EOrder:Unknown order');
  for (const order of orders) cancel(order, context);
  return { count: orders.length };
};

/** Up to 50 by `orders` (txids or userrefs) and `cl_ord_ids`; unknown ones are passed over. */
export const cancelOrderBatch: PrivateCall = (args, context) => {
  const words = args.list('orders') ?? [];
  const clientOrderIds = args.list('cl_ord_ids') ?? [];
  const asked = words.length + clientOrderIds.length;
  if (asked === 0 || asked > MOST) throw invalid('orders');
  const named = words.flatMap((word) => openOnes(word, context));
  const tagged = context.account.venue
    .openOrders()
    .filter(({ clientOrderId }) => clientOrderId !== undefined && clientOrderIds.includes(clientOrderId));
  const orders = [...new Map([...named, ...tagged].map((order) => [order.id, order])).values()];
  for (const order of orders) cancel(order, context);
  return { count: orders.length };
};

export const cancelAll: PrivateCall = (_args, { account, now }) => {
  for (const order of account.venue.openOrders()) account.countTransaction('cancel', order, now);
  return { count: account.venue.cancelAll().length };
};

/** The dead man's switch, `timeout` in seconds, 0 takes it back (docs.kraken.com, "Cancel All Orders After X"). */
export const cancelAllOrdersAfter: PrivateCall = (args, { account, now }) => {
  const timeout = args.integer('timeout');
  if (timeout === undefined || timeout < 0 || timeout > LONGEST_TIMEOUT_S) throw invalid('timeout');
  const at = account.venue.cancelAllAfter(timeout * 1000);
  return { currentTime: wholeSeconds(now), triggerTime: at === undefined ? '0' : wholeSeconds(at) };
};

function cancel(order: VenueOrder, { account, now }: PrivateContext): void {
  account.countTransaction('cancel', order, now);
  const result = account.venue.cancel({ id: order.id });
  if ('refused' in result) throw new Refusal(refusalWords(result.refused));
}
