import { invalid } from '../refusal.js';
import { entries, matching } from './open-orders.js';
import type { PrivateCall } from './private-call.js';

const MOST = 50;

/** Up to 50 orders by `txid`; those that do not exist are not in the answer. */
export const queryOrders: PrivateCall = (args, context) => {
  const ids = args.list('txid');
  if (ids === undefined || ids.length > MOST) throw invalid('txid');
  const found = ids.map((id) => context.account.venue.order({ id })).filter((order) => order !== undefined);
  return entries(found.filter(matching(args)), args, context);
};
