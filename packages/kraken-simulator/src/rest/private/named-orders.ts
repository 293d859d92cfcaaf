import type { VenueOrder } from '@fathom/simulator';
import type { Arguments } from '../arguments.js';
import { readClientOrderId } from '../orders/read-ids.js';
import { invalid, Refusal } from '../refusal.js';
import type { PrivateContext } from './private-call.js';

const NUMBER = /^-?\d+$/;

/**
 * The open orders a word names: a txid one, a userref all that carry it.
 */
export function openOnes(word: string, { account }: PrivateContext): readonly VenueOrder[] {
  const orders = account.venue.openOrders();
  if (NUMBER.test(word)) return orders.filter(({ userReference }) => userReference === Number(word));
  return orders.filter(({ id }) => id === word);
}

/**
 * The one open order that `txid` or `cl_ord_id` names.
 * @throws {Refusal} `EOrder:Unknown order`
 */
export function openOne(args: Arguments, context: PrivateContext): VenueOrder {
  const clientOrderId = readClientOrderId(args);
  const id = args.text('txid');
  if (clientOrderId === undefined && id === undefined) throw invalid('txid');
  const order = context.account.venue
    .openOrders()
    .find((candidate) => (id === undefined ? candidate.clientOrderId === clientOrderId : candidate.id === id));
  if (order === undefined) throw new Refusal('EOrder:Unknown order');
  return order;
}
