import type { VenueOrder } from '@fathom/simulator';
import type { Arguments } from '../arguments.js';
import { orderEntry } from '../orders/order-entry.js';
import { readClientOrderId, readUserReference } from '../orders/read-ids.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

/** Open ones, newest first. */
export const openOrders: PrivateCall = (args, context) => {
  const orders = context.account.venue.openOrders().toReversed();
  return { open: entries(orders.filter(matching(args)), args, context) };
};

/** Restricts to `userref` and `cl_ord_id` where they are given. */
export function matching(args: Arguments): (order: VenueOrder) => boolean {
  const reference = readUserReference(args);
  const clientOrderId = readClientOrderId(args);
  return (order) =>
    (reference === undefined || order.userReference === reference) &&
    (clientOrderId === undefined || order.clientOrderId === clientOrderId);
}

/** Orders by their ids. */
export function entries(orders: readonly VenueOrder[], args: Arguments, { account, pairs }: PrivateContext) {
  const withTrades = args.flag('trades');
  return Object.fromEntries(orders.map((order) => [order.id, orderEntry(order, { account, pairs, withTrades })]));
}
