import { DataError } from '@fathom/contracts';
import type { BotLedger } from './bot-ledger.js';
import type { MarketAccess } from './market-access.js';

/** What is between our idea of Kraken's clock and Kraken's. */
const SLACK_MS = 60_000;

/**
 * Every order is in the ledger before it is sent. One that Kraken has with the bot's id and the ledger has not proves that the
 * file is an older copy, or that another process trades as this bot: what it takes for open may be closed, and closing it
 * again would sell what it does not have.
 * @throws {DataError} naming the order; or when there are more orders since than can be looked at, so that nobody knows.
 */
export async function checkNewest(
  { ledger, path }: Pick<BotLedger, 'ledger' | 'path'>,
  botId: string,
  access: Pick<MarketAccess, 'rest' | 'account' | 'insist'>,
): Promise<void> {
  const since = Math.min(ledger.newestEventAt, access.rest.now()) - SLACK_MS;
  const { orders, completeSince } = await access.insist(() => access.account.ordersSince(since));
  const unknown = orders.find(
    ({ clientOrderId, openedAt }) =>
      openedAt > since && clientOrderId?.startsWith(`${botId}-`) === true && ledger.find(clientOrderId) === undefined,
  );
  if (unknown === undefined) {
    if (completeSince <= since) return;
    throw new DataError(
      `${path} may be an older copy: its newest event is of ${iso(ledger.newestEventAt)}, and of the account's orders since then ` +
        `there are too many, so only those from ${iso(completeSince)} on were looked at; move it away once nothing is open`,
    );
  }
  throw new DataError(
    `${path} is an older copy, or another process trades as this bot: Kraken has order ${unknown.clientOrderId} of ` +
      `${iso(unknown.openedAt)}, which is not in it; put the newest copy back, or move it away once nothing is open`,
  );
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
