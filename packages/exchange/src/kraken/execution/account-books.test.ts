import { type AccountRecords, Decimal, FathomError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { executionUnderTest, type UnderTestOptions } from '../../../testing/execution-under-test.js';
import { AccountBooks } from './account-books.js';

async function books(options: UnderTestOptions = {}) {
  const made = await executionUnderTest({ isDeaf: true, ...options });
  const read: AccountRecords[] = [];
  const troubles: string[] = [];
  const account = new AccountBooks({ rest: made.rest, time: made.time, onTrouble: (reason) => troubles.push(reason) });
  const reader = { since: () => read.at(-1)?.asOf, read: (records: AccountRecords) => read.push(records) };
  return { ...made, books: account, read, troubles, reader, leave: account.join(reader) };
}

describe('AccountBooks', () => {
  it('has orders, bookings and balances in one piece, every five minutes', async () => {
    const { execution, time, market, limit, read, calls } = await books();
    execution.submit(market('a'));
    execution.submit(limit('b'));
    await time.advance(15_100);
    expect(read).toHaveLength(1);
    const [{ orders, bookings, balances }] = read as [AccountRecords];
    expect(orders.map(({ clientOrderId, isOpen, pair }) => [clientOrderId, isOpen, pair])).toEqual([
      ['b', true, 'BTC/USD'],
      ['a', false, 'BTC/USD'],
    ]);
    const own = bookings.filter(({ reference }) => orders[1]?.fillIds.includes(reference));
    expect(own.map(({ asset, change, kind }) => `${kind} ${change.toString()} ${asset}`).toSorted()).toEqual([
      'trade -502.01 USD',
      'trade 0.01 BTC',
    ]);
    expect(balances.get('BTC')?.toString()).toBe('2.01');
    const before = calls.length;
    await time.advance(3_600_000);
    expect(read).toHaveLength(13);
    expect(calls.slice(before).filter((call) => call !== 'QueryOrders')).toHaveLength(12 * 4);
  });

  it('looks within seconds when something happened, once a minute at most', async () => {
    const { time, read, books: account } = await books();
    await time.advance(100_000);
    expect(read).toHaveLength(1);
    account.soon();
    account.soon();
    await time.advance(6000);
    expect(read).toHaveLength(2);
    for (let second = 0; second < 50; second += 1) {
      account.soon();
      await time.advance(1000);
    }
    expect(read).toHaveLength(2);
    await time.advance(15_000);
    expect(read).toHaveLength(3);
    await time.advance(290_000);
    expect(read).toHaveLength(3);
    await time.advance(20_000);
    expect(read).toHaveLength(4);
  });

  it('is read by all though one of them fails', async () => {
    const { time, rest, read, reader } = await books();
    const troubles: string[] = [];
    const account = new AccountBooks({ rest, time, onTrouble: (reason) => troubles.push(reason) });
    account.join({
      since: () => undefined,
      read: () => {
        throw new FathomError('test', 'a defect');
      },
    });
    account.join(reader);
    await time.advance(15_100);
    expect([read.length, troubles]).toEqual([2, ["the account's records were not compared for a bot: a defect"]]);
  });

  it('lets others have their turn between two who read', async () => {
    const { time, books: account, reader } = await books();
    const order: string[] = [];
    for (const name of ['a', 'b']) {
      account.join({
        since: () => reader.since(),
        read: () => {
          order.push(name);
          time.after(0, () => order.push('another'));
        },
      });
    }
    await time.advance(15_100);
    expect(order).toEqual(['a', 'another', 'b', 'another']);
  });

  it('counts what earns rewards as what it is, and what is staked not', async () => {
    const { time, read } = await books({ balances: { USD: '10', BTC: '1', 'BTC.F': '0.5', 'BTC.S': '7' } });
    await time.advance(15_100);
    expect([...(read[0]?.balances ?? [])].map(([asset, sum]) => `${asset} ${sum.toString()}`)).toEqual([
      'USD 10',
      'BTC 1.5',
      'BTC.S 7',
    ]);
  });

  it('asks again a minute after a failure, and nothing when nobody reads', async () => {
    const { time, read, troubles, strike, calls, leave } = await books();
    strike('ClosedOrders', { kind: 'status', when: 'before', status: 502 });
    await time.advance(20_000);
    expect(read).toHaveLength(0);
    expect(troubles).toEqual([expect.stringContaining("the account's records were not compared")]);
    await time.advance(60_000);
    expect(read).toHaveLength(1);
    leave();
    const before = calls.length;
    await time.advance(3_600_000);
    expect(calls).toHaveLength(before);
  });

  it('does without bookings where the key may not see them, and says so once', async () => {
    const permissions = ['query-funds', 'query-open-orders', 'query-closed-orders', 'modify-orders'] as const;
    const { time, read, troubles } = await books({ key: { permissions } });
    await time.advance(900_000);
    expect(read.length).toBeGreaterThan(2);
    expect(troubles).toEqual([expect.stringContaining('bookings are not compared')]);
  });

  it('names the order that opened the position something is charged for', async () => {
    const { time, rest, market, pair, wait, read } = await books();
    const order = { ...market('320-long'), quantity: Decimal.parse('0.1') };
    await wait(rest.orders.add(order, { pair, terms: { leverage: 2 } }));
    await time.advance(15_000);
    await time.advance(4 * 3_600_000 + 300_000);
    const charges = read.flatMap(({ bookings }) => bookings.filter(({ kind }) => kind === 'rollover'));
    expect(charges.length).toBeGreaterThan(0);
    for (const { clientOrderId, fee, change } of charges) {
      expect(clientOrderId).toBe('320-long');
      expect(change).toEqual(fee.negated());
    }
  });
});
