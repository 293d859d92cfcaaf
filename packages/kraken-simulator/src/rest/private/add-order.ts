import type { Arguments } from '../arguments.js';
import { closeText, orderText } from '../orders/order-text.js';
import { type OrderAsked, readOrder } from '../orders/read-order.js';
import { refusalWords } from '../orders/refusal-words.js';
import type { Pair } from '../pairs.js';
import { Refusal } from '../refusal.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

/** What became of an order handed in. */
export interface Placed {
  /** Missing when it was only to be validated. */
  readonly id?: string;
  readonly descr: { readonly order: string; readonly close?: string };
}

/** docs.kraken.com, "Add Order". */
export const addOrder: PrivateCall = (args, context) => {
  const pair = context.pairs.find(args.required('pair'));
  const { id, descr } = place(readAsked(args, pair, context), pair, context);
  return id === undefined ? { descr } : { descr, txid: [id] };
};

/** Reads the order; what is asked of the engine counts even when it is refused later. */
export function readAsked(args: Arguments, pair: Pair, context: PrivateContext): OrderAsked {
  const { account, now, skewMs } = context;
  const isReal = !args.flag('validate');
  if (isReal && !account.countTransaction('add', { pair: pair.instrument.name }, now)) {
    throw new Refusal('EOrder:Rate limit exceeded');
  }
  const last = account.venue.lastPrice(pair.instrument.name);
  return readOrder(args, { pair, last, now, skewMs });
}

/** @throws {Refusal} with Kraken's words */
export function place({ request, flags }: OrderAsked, pair: Pair, { account }: PrivateContext): Placed {
  const result = account.withFlags(flags, () => account.venue.submit(request));
  if ('refused' in result) throw new Refusal(refusalWords(result.refused, pair));
  const order = result.accepted;
  const close = closeText(order.terms.conditionalClose, pair);
  const descr = { order: orderText(order, pair), ...(close === '' ? {} : { close }) };
  return request.validateOnly === true ? { descr } : { id: order.id, descr };
}
