import { invalid } from '../refusal.js';
import type { PrivateCall } from './private-call.js';
import { tradeEntry } from './trade-entry.js';

const MOST = 20;

/** Up to 20 fills by `txid`; those that do not exist are not in the answer. */
export const queryTrades: PrivateCall = (args, context) => {
  const ids = args.list('txid');
  if (ids === undefined || ids.length > MOST) throw invalid('txid');
  const fills = context.account.venue.fills().filter(({ id }) => ids.includes(id));
  return Object.fromEntries(fills.map((fill) => [fill.id, tradeEntry(fill, context, args.flag('ledgers'))]));
};
