import type { AccountCalls } from '../rest/account-calls.js';
import type { Priority } from '../rest/rate-gate.js';
import type { TradeInfo } from '../rest/wire/account-data.js';

/** QueryTrades takes so many ids at once. */
const AT_ONCE = 20;

/** The trades of these ids, in as few calls as it takes. @throws {KrakenError} without an answer. */
export async function tradesOf(
  account: AccountCalls,
  ids: readonly string[],
  priority: Priority,
): Promise<TradeInfo[]> {
  const trades: TradeInfo[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    trades.push(...(await account.trades(ids.slice(at, at + AT_ONCE), { priority })));
  }
  return trades;
}
