import type { AccountCalls } from './account-calls.js';
import type { OrderInfo } from './wire/order-info.js';

export interface OrderToFind {
  readonly clientOrderId: string;
  /** It cannot be older than this by Kraken's clock, milliseconds since 1970 UTC. */
  readonly since: number;
}

/** Where an order was found, or that none of three complete answers has it. */
export type FoundOrder =
  | { readonly found: 'open' | 'closed' | 'trades'; readonly order: OrderInfo }
  | { readonly found: 'nowhere' };

/** Kraken's clock and ours, and its own, are not the same. */
const SLACK_MS = 60_000;
const IDS_A_QUERY = 50;

/**
 * Looks for an order by the id we gave it: in open orders, in closed ones, then among the orders of the trades since
 * (a fill may be booked before its order is listed). The client id is compared here as well, because what ignores the
 * filter answers with every order. Uses the reserve of the rate budget.
 *
 * `nowhere` means that all three answers were complete and did not have it, which soon after sending proves nothing:
 * Kraken's history lags, so ask again past the order's deadline.
 * @throws {KrakenError} when one of the answers is missing: then nothing is known.
 */
export async function findOrder(account: AccountCalls, { clientOrderId, since }: OrderToFind): Promise<FoundOrder> {
  const start = since - SLACK_MS;
  const isIt = (order: OrderInfo) => order.clientOrderId === clientOrderId;
  const open = (await account.openOrders({ clientOrderId, priority: 'recovery' })).find(isIt);
  if (open !== undefined) return { found: 'open', order: open };

  const closedIds = new Set<string>();
  for await (const order of account.closedOrders({ clientOrderId, start, priority: 'recovery' })) {
    if (isIt(order)) return { found: 'closed', order };
    closedIds.add(order.exchangeOrderId);
  }

  const tradedIds = new Set<string>();
  for await (const trade of account.tradesHistory({ start, priority: 'recovery' })) {
    if (!closedIds.has(trade.exchangeOrderId)) tradedIds.add(trade.exchangeOrderId);
  }
  const ids = [...tradedIds];
  for (let at = 0; at < ids.length; at += IDS_A_QUERY) {
    const orders = await account.orders(ids.slice(at, at + IDS_A_QUERY), { priority: 'recovery' });
    const order = orders.find(isIt);
    if (order !== undefined) return { found: 'trades', order };
  }
  return { found: 'nowhere' };
}
