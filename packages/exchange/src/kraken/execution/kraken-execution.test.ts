import { Decimal, type OrderRequest } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { executionUnderTest } from '../../../testing/execution-under-test.js';
import { fillOfTrade } from './fills.js';

const PRIVATE = /Orders$|Trades$|Token/;

/** Kraken wants no orders of the pair for a minute. */
async function throttled() {
  const ours = await executionUnderTest();
  const { execution, time, told, strike, market, calls } = ours;
  strike('AddOrder', {
    kind: 'error',
    when: 'before',
    error: `EService:Throttled: ${Math.ceil(time.now() / 1000) + 60}`,
  });
  execution.submit(market('first'));
  await time.advance(1000);
  const sent = () => calls.filter((call) => call === 'AddOrder').length - 1;
  return { ...ours, sent, told: () => told().slice(1) };
}

describe('KrakenExecution with the account’s feed', () => {
  it('tells a fill as it happens, and asks nothing', async () => {
    const { execution, time, told, market, calls, rest } = await executionUnderTest();
    const before = calls.length;
    execution.submit(market('a'));
    await time.advance(60);
    expect(told()).toEqual(['accepted a', 'filled a 0.01 complete']);
    await time.advance(600_000);
    expect(calls.slice(before)).toEqual(['AddOrder']);
    expect(rest.now()).toBe(time.now());
    execution.close();
  });

  it('has the same fill from the feed as Kraken’s books have, to the last digit', async () => {
    const { execution, time, events, market, rest, wait } = await executionUnderTest();
    execution.submit(market('a'));
    await time.advance(1000);
    const [told] = events.flatMap((event) => (event.type === 'order-filled' ? [event.fill] : []));
    const [trade] = await wait(rest.account.trades([told?.id ?? '']));
    expect(trade && JSON.stringify(fillOfTrade(trade))).toBe(JSON.stringify(told));
  });

  it('tells of what rests: opened, canceled, once each', async () => {
    const { execution, time, told, limit } = await executionUnderTest();
    const order = limit('a');
    execution.submit(order);
    await time.advance(100);
    execution.cancel(order);
    execution.cancel(order);
    await time.advance(10_000);
    expect(told()).toEqual(['accepted a', 'canceled a: User requested']);
  });

  it.each([false, true])(
    'hears of an end whose report names no pair, nor (%s) our id, and asks nothing',
    async (isNameless) => {
      const { execution, time, told, limit, rest, pair, wait, calls } = await executionUnderTest({ isNameless });
      execution.submit(limit('a'));
      await time.advance(100);
      const before = calls.length;
      await wait(rest.orders.cancel({ clientOrderId: 'a' }, { pair }));
      await time.advance(100);
      expect(told()).toEqual(['accepted a', 'canceled a: User requested']);
      expect(calls.slice(before)).toEqual(['CancelOrder']);
    },
  );

  it('gives what rests a new price, and says when Kraken will not', async () => {
    const { execution, time, told, limit, rest, wait } = await executionUnderTest();
    const order: OrderRequest = { ...limit('a'), terms: { postOnly: true } };
    execution.submit(order);
    // Before Kraken's id is there.
    execution.amend(order, { limitPrice: Decimal.parse('41000') });
    await time.advance(1000);
    const prices = async () => (await wait(rest.account.openOrders())).map(({ description }) => description);
    expect(await prices()).toEqual([expect.stringContaining('limit 41000')]);
    execution.amend(order, { limitPrice: Decimal.parse('90000') });
    await time.advance(1000);
    expect(await prices()).toEqual([expect.stringContaining('limit 41000')]);
    expect(told()).toEqual(['accepted a', 'amended a', expect.stringContaining('amend-refused a: EOrder:')]);
    execution.cancel(order);
    await time.advance(10_000);
    execution.amend(order, { limitPrice: Decimal.parse('42000') });
    await time.advance(10_000);
    expect(told()).toHaveLength(4);
  });

  it('asks again for a new price when the answer was lost', async () => {
    const { execution, time, told, limit, strike, calls } = await executionUnderTest();
    const order = limit('a');
    execution.submit(order);
    await time.advance(1000);
    strike('AmendOrder', { kind: 'lost', when: 'before', hangs: true });
    execution.amend(order, { limitPrice: Decimal.parse('41000') });
    await time.advance(120_000);
    expect(told()).toEqual(['accepted a', 'amended a']);
    expect(calls.filter((call) => call === 'AmendOrder')).toHaveLength(2);
  });

  it('asks again for a cancellation that was lost, though Kraken’s clock was set back', async () => {
    const { execution, time, told, limit, strike, rest, wait, kraken } = await executionUnderTest();
    const order = limit('a');
    execution.submit(order);
    await time.advance(1000);
    kraken.skewMs = 7_200_000;
    await wait(rest.measureClock());
    strike('CancelOrder', { kind: 'lost', when: 'before' });
    execution.cancel(order);
    await time.advance(1000);
    kraken.skewMs = 0;
    await wait(rest.measureClock());
    await time.advance(180_000);
    expect(told()).toEqual(['accepted a', 'canceled a: User requested']);
  });

  it('asks at once after an order that the feed told of before anybody knew whose it is', async () => {
    const { execution, time, told, limit, kraken } = await executionUnderTest({ isNameless: true });
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault: { kind: 'delay', when: 'after', ms: 500 } });
    // Fills at once, and its answer comes after everything the feed has to say.
    execution.submit({ ...limit('a'), type: 'limit', price: Decimal.parse('60000') });
    await time.advance(1000);
    expect(told()).toEqual(['accepted a', 'filled a 0.01 complete']);
  });

  describe('an order that waits for Kraken’s limits', () => {
    it('is not sent any more once it is to be canceled: trading was halted, say', async () => {
      const { execution, time, market, told, sent } = await throttled();
      const order = market('a', 'sell');
      execution.submit(order);
      await time.advance(1000);
      execution.cancel(order);
      await time.advance(120_000);
      expect([sent(), told()]).toEqual([0, ['rejected a: withdrawn before it was sent']]);
    });

    it('is not sent once its bot has ended: its ledger is another process’s by then', async () => {
      const { execution, time, market, told, sent } = await throttled();
      execution.submit(market('a', 'sell'));
      await time.advance(1000);
      execution.close();
      await time.advance(120_000);
      expect([sent(), told()]).toEqual([0, []]);
    });

    it('enters nothing on a decision of long ago', async () => {
      const { execution, time, market, limit, told, sent } = await throttled();
      execution.submit(market('a'));
      execution.submit(limit('b'));
      execution.submit({ ...market('c', 'sell'), terms: { leverage: 2 } });
      await time.advance(120_000);
      expect(sent()).toBe(0);
      expect(told()).toEqual(
        ['a', 'b', 'c'].map((id) => `rejected ${id}: it waited 60 s for Kraken's limits, too long for an entry`),
      );
    });

    it('closes what is open as soon as it may', async () => {
      const { execution, time, market, told, sent } = await throttled();
      execution.submit(market('a', 'sell'));
      execution.submit({ ...market('b'), terms: { leverage: 2, reduceOnly: true } });
      await time.advance(120_000);
      expect([sent(), told()]).toEqual([
        2,
        ['accepted a', expect.stringContaining('rejected b: EOrder:'), 'filled a 0.01 complete'],
      ]);
    });
  });

  it('does without the answer when the feed has the order', async () => {
    const { execution, time, told, market, strike } = await executionUnderTest();
    strike('AddOrder', { kind: 'lost', when: 'after', hangs: true });
    execution.submit(market('a'));
    await time.advance(1000);
    const atOnce = ['accepted a', 'filled a 0.01 complete'];
    expect(told()).toEqual(atOnce);
    await time.advance(20_000);
    expect(told()).toEqual(atOnce);
  });

  it('is in doubt where neither an answer nor the feed has it', async () => {
    const { execution, time, told, market, strike } = await executionUnderTest();
    strike('AddOrder', { kind: 'lost', when: 'before', hangs: true });
    execution.submit(market('a'));
    await time.advance(20_000);
    expect(told()).toEqual([expect.stringContaining('unknown a: no answer')]);
  });

  it('looks at once for an order in doubt that the feed speaks of', async () => {
    const { execution, time, told, limit, strike, sockets } = await executionUnderTest();
    strike('AddOrder', { kind: 'lost', when: 'after' });
    sockets.hangUp();
    execution.submit(limit('a'));
    await time.advance(10_000);
    expect(told()).toEqual([expect.stringContaining('unknown a'), 'found a with 0']);
  });

  it('believes the feed when an answer says that there is no order, and says so', async () => {
    const { execution, time, told, market, strike, troubles } = await executionUnderTest();
    strike('AddOrder', { kind: 'error', when: 'after', error: 'EOrder:Insufficient funds' });
    execution.submit(market('a'));
    await time.advance(5000);
    expect(told().filter((line) => !line.startsWith('rejected'))).toContain('filled a 0.01 complete');
    expect(troubles.join()).toContain('though it');
  });

  it('tells what happened while the connection was lost, once', async () => {
    const { execution, time, told, market, limit, sockets, rest, pair, wait } = await executionUnderTest();
    execution.submit(limit('a'));
    await time.advance(100);
    sockets.hangUp();
    execution.submit(market('b'));
    await wait(rest.orders.cancel({ clientOrderId: 'a' }, { pair }));
    await time.advance(30_000);
    sockets.hangUp();
    await time.advance(30_000);
    expect(told()).toEqual([
      'accepted a',
      'accepted b',
      expect.stringMatching(/^(filled b|canceled a)/),
      expect.stringMatching(/^(filled b|canceled a)/),
    ]);
  });

  it.each(['trade', 'end'])('misses nothing when the message of the %s is lost, the last one too', async (what) => {
    const { execution, time, told, market, kraken, calls } = await executionUnderTest();
    const skip = what === 'trade' ? 2 : 3;
    kraken.socketFaults.add({ match: { frames: ['data'], channel: 'executions', skip, times: 5 }, fault: 'lose' });
    execution.submit(market('a'));
    await time.advance(10_000);
    expect(told()).toEqual(['accepted a', 'filled a 0.01 complete']);
    expect(calls.filter((call) => PRIVATE.test(call)).length).toBeLessThan(8);
  });

  it('tells nothing twice when messages come twice or out of order', async () => {
    for (const fault of ['duplicate', 'delay'] as const) {
      const { execution, time, told, market, kraken } = await executionUnderTest();
      kraken.socketFaults.add({ match: { frames: ['data'], channel: 'executions', chance: 0.5 }, fault });
      for (const id of ['a', 'b', 'c']) execution.submit(market(id));
      await time.advance(60_000);
      expect(told().filter((line) => line.startsWith('filled'))).toHaveLength(3);
    }
  });

  it('asks every ten seconds where the feed is refused, and says why', async () => {
    const { execution, time, told, limit, troubles, calls, rest, pair, wait } = await executionUnderTest({
      key: { permissions: ['query-funds', 'query-open-orders', 'query-closed-orders', 'modify-orders'] },
    });
    execution.submit(limit('a'));
    await time.advance(1000);
    await wait(rest.orders.cancel({ clientOrderId: 'a' }, { pair }));
    await time.advance(10_000);
    expect(told()).toEqual(['accepted a', 'canceled a: User requested']);
    expect(troubles.join()).toContain('orders are asked about, not told');
    expect(calls.filter((call) => call === 'QueryOrders').length).toBeLessThanOrEqual(3);
  });

  it('outlives tokens: a new one for each connection', async () => {
    const { execution, time, told, market, kraken, sockets } = await executionUnderTest();
    for (let hour = 0; hour < 3; hour += 1) {
      kraken.expireTokens();
      await time.advance(3_600_000);
      sockets.hangUp();
      await time.advance(5000);
      execution.submit(market(`h${hour}`));
      await time.advance(100);
    }
    expect(told().filter((line) => line.startsWith('filled'))).toHaveLength(3);
  });

  it('notices an order that was executed twice: both fills are told, and trading halts', async () => {
    const { execution, time, told, market, strike, rest, wait, troubles } = await executionUnderTest();
    strike('AddOrder', { kind: 'duplicate' });
    execution.submit(market('a'));
    await time.advance(10_000);
    expect(told().filter((line) => line.startsWith('filled'))).toHaveLength(2);
    expect(told().filter((line) => line.startsWith('halted'))).toEqual([
      expect.stringMatching(/^halted: order a was executed twice: as O\S+ and as O\S+$/),
    ]);
    expect(troubles.join()).toContain('executed twice');
    const balances = await wait(rest.account.balances());
    expect(balances.find(({ asset }) => asset === 'BTC')?.total.toString()).toBe('2.02');
  });

  it('tells others of orders that are not its own', async () => {
    const { time, rest, market, pair, others, told } = await executionUnderTest();
    await Promise.all([rest.orders.add(market('stranger'), { pair }), time.advance(1000)]);
    expect(new Set(others).size).toBe(1);
    expect(told()).toEqual([]);
  });

  it.each([
    ['with the feed', false, 1800, 1],
    ['without the feed', true, 7200, 12],
  ])('leaves a Starter key its counter, %s', async (_, isDeaf, seconds, mostAMinute) => {
    // Ours lets everything through, so that Kraken would have to refuse.
    const { execution, time, limit, troubles, calls, rest, wait } = await executionUnderTest({
      isDeaf,
      tier: 'starter',
      isUnbridled: true,
    });
    for (let n = 0; n < 40; n += 1) execution.submit(limit(`r${n}`, String(30_000 + n)));
    await time.advance(60_000);
    const before = calls.length;
    await time.advance(seconds * 1000);
    expect(calls.length - before).toBeLessThanOrEqual((mostAMinute * seconds) / 60);
    // All the counter holds is there for whoever needs it: 15 questions at once.
    await wait(Promise.all(Array.from({ length: 14 }, () => rest.account.balances())));
    expect(troubles).toEqual([]);
  });
});
