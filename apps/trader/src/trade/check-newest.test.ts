import type { KrakenRest, OrderInfo } from '@fathom/exchange';
import { Ledger } from '@fathom/ledger';
import { Decimal } from '@fathom/contracts';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { checkNewest } from './check-newest.js';
import { SharedAccount } from './shared-account.js';

const NOW = Date.UTC(2026, 7, 2);
const WEEK = 7 * 86_400_000;

const order = (clientOrderId: string, openedAt: number) =>
  ({ exchangeOrderId: clientOrderId, clientOrderId, openedAt, closedAt: openedAt }) as OrderInfo;

/** So many orders of somebody else since the ledger's newest event, a second apart, and one of the bot's before them all. */
async function started({ others, own }: { others: number; own?: string }) {
  const time = new ManualTime(NOW);
  const ledger = new Ledger({ startBalance: Decimal.ONE });
  ledger.newestEventAt = NOW - 10 * WEEK;
  const troubles: string[] = [];
  let read = 0;
  async function* closedOrders() {
    for (let count = 0; count < others; count += 1) {
      read += 1;
      yield order(`555-${count}-e`, NOW - count * 1_000);
    }
    if (own !== undefined) yield order(own, ledger.newestEventAt + WEEK);
  }
  const rest = { account: { openOrders: async () => [], closedOrders }, now: () => NOW } as unknown as KrakenRest;
  const account = new SharedAccount(rest, time, (text) => troubles.push(text));
  const access = { rest, account, insist: <T>(ask: () => Promise<T>) => ask() };
  const check = checkNewest({ ledger, path: '197-live.sqlite' }, '197', access).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  await time.advance(1);
  return { failure: await check, read, troubles };
}

describe('a ledger that may be an older copy', () => {
  it('is noticed however many orders of others Kraken has since', async () => {
    const { failure } = await started({ others: 3000, own: '197-29760480-x' });
    expect(failure).toMatch(/197-live\.sqlite is an older copy, .* Kraken has order 197-29760480-x of 2026-05-31/);
  });

  it('is taken for the newest when everything since was looked at', async () => {
    const { failure, troubles } = await started({ others: 3000 });
    expect(failure).toBeUndefined();
    expect(troubles).toEqual([
      'reading what the account has ordered since 2026-05-23T23:59:00.000Z: 1000 orders, back to 2026-08-01T23:43:21.000Z',
      'reading what the account has ordered since 2026-05-23T23:59:00.000Z: 2000 orders, back to 2026-08-01T23:26:41.000Z',
      'reading what the account has ordered since 2026-05-23T23:59:00.000Z: 3000 orders, back to 2026-08-01T23:10:01.000Z',
    ]);
  });

  it('is not traded on when there is more than can be looked at', async () => {
    const { failure, read } = await started({ others: 50_000 });
    expect(read).toBe(20_000);
    expect(failure).toMatch(
      /197-live\.sqlite may be an older copy: its newest event is of 2026-05-24T.*, and of the account's orders since then .* only those from 2026-08-01T18:26:41\.000Z on/,
    );
  });
});
