import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal, type ExchangeOrder, type OrderRequest, type OrderTerms } from '@fathom/contracts';
import type { RestFault } from '@fathom/kraken-simulator';
import { ManualTime, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { localKraken, START } from '../../../testing/rest/local-kraken.js';
import { FileNonce } from './file-nonce.js';
import { type ExecutionEvent, KrakenExecution } from '../execution/kraken-execution.js';

/** Waits by moving time by hand, in steps of 50 ms, until it is settled. */
async function by<T>(time: ManualTime, promise: Promise<T>): Promise<T> {
  const state = { isDone: false };
  void promise.catch(() => undefined).finally(() => (state.isDone = true));
  for (let i = 0; i < 20_000 && !state.isDone; i += 1) await time.advance(50);
  return promise;
}

async function market(options: Partial<Parameters<typeof localKraken>[0]> = {}) {
  const time = new ManualTime(START);
  const local = localKraken({ time, random: new SeededRandom(1), ...options });
  const client = local.client();
  const pair = await by(time, client.pairs.find('BTC/USD'));
  return { time, ...local, another: local.client, client, pair, wait: <T>(promise: Promise<T>) => by(time, promise) };
}

const PROXY_PAGES = [502, 503, 504, 520, 522];
const base = { quantity: Decimal.parse('0.01'), time: START };
const buy = (clientOrderId: string): OrderRequest => ({ ...base, clientOrderId, type: 'market', side: 'buy' });
const rest = (clientOrderId: string): OrderRequest => ({
  ...base,
  clientOrderId,
  type: 'limit',
  side: 'buy',
  price: Decimal.parse('40000'),
});

describe('KrakenRest with the local Kraken', () => {
  it('asks everything a client asks', async () => {
    const { client, wait, pair } = await market();
    expect(await wait(client.market.time())).toBeGreaterThanOrEqual(START);
    expect(await wait(client.market.systemStatus())).toBe('online');
    expect((await wait(client.market.assets())).get('XXBT')?.name).toBe('BTC');
    expect(pair).toMatchObject({ id: 'XXBTZUSD', name: 'BTC/USD', isDarkPool: false });
    expect((await wait(client.market.ticker(pair))).bid.toString()).toBe('49999');
    expect((await wait(client.market.depth(pair, 10))).asks[0]).toEqual({ price: '50001.00000', quantity: '1.000' });
    await wait(client.market.candles(pair, 1));
    await wait(client.market.trades(pair, '0'));
    await wait(client.market.spreads(pair));
    const balances = await wait(client.account.extendedBalances());
    expect(balances.map(({ asset, total }) => `${asset} ${total.toString()}`).toSorted()).toEqual([
      'BTC 2',
      'USD 100000',
    ]);
    expect((await wait(client.account.tradeBalance())).equity.isPositive()).toBe(true);
    expect((await wait(client.fees(pair))).takerPercent.toString()).toBe('0.4');
    expect((await wait(client.account.webSocketToken())).expiresInMs).toBe(900_000);
    expect(await wait(client.account.openPositions())).toEqual([]);
    const { offsetMs, uncertaintyMs } = await wait(client.measureClock());
    expect(Math.abs(offsetMs)).toBeLessThanOrEqual(uncertaintyMs);
  });

  const price = Decimal.parse('40000.1');
  const limitPrice = Decimal.parse('39990');
  const offset = { value: Decimal.parse('5'), unit: 'percent' } as const;
  const sell = { ...base, side: 'sell' } as const;
  it.each<[string, ExchangeOrder, OrderTerms]>([
    ['market', { ...sell, clientOrderId: 'o', type: 'market' }, {}],
    ['limit', { ...rest('o') }, { postOnly: true }],
    ['limit', { ...rest('o') }, { timeInForce: 'gtd', expiresAt: START + 3_600_000 }],
    ['stop-loss', { ...sell, clientOrderId: 'o', type: 'stop-loss', price }, { trigger: 'last' }],
    ['stop-loss-limit', { ...sell, clientOrderId: 'o', type: 'stop-loss-limit', price, limitPrice }, {}],
    ['take-profit', { ...sell, clientOrderId: 'o', type: 'take-profit', price: Decimal.parse('60000') }, {}],
    [
      'take-profit-limit',
      {
        ...sell,
        clientOrderId: 'o',
        type: 'take-profit-limit',
        price: Decimal.parse('60000'),
        limitPrice: Decimal.parse('59990'),
      },
      {},
    ],
    ['trailing-stop', { ...sell, clientOrderId: 'o', type: 'trailing-stop', offset }, {}],
    [
      'trailing-stop-limit',
      { ...sell, clientOrderId: 'o', type: 'trailing-stop-limit', offset, limitOffset: offset },
      {},
    ],
    ['iceberg', { ...rest('o'), type: 'iceberg', price, displayQuantity: Decimal.parse('0.005') }, {}],
    ['market', { ...buy('o') }, { leverage: 2 }],
  ])('places a %s order, and Kraken has it as that', async (type, order, terms) => {
    const { client, wait, pair } = await market();
    const outcome = await wait(client.orders.add(order, { pair, terms }));
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    const found = await wait(client.find({ clientOrderId: 'o', since: START }));
    expect(found).toMatchObject({ order: { type, clientOrderId: 'o', side: order.side } });
  });

  it('checks without trading', async () => {
    const { client, wait, pair } = await market();
    expect(await wait(client.orders.add(buy('v'), { pair, validate: true }))).toMatchObject({ outcome: 'validated' });
    expect(await wait(client.find({ clientOrderId: 'v', since: START }))).toEqual({ found: 'nowhere' });
  });

  it('amends, cancels one, cancels those of the pair, and sets the switch', async () => {
    const { client, wait, pair, time } = await market();
    for (const id of ['a', 'b', 'c']) await wait(client.orders.add(rest(id), { pair }));
    const better = Decimal.parse('41000');
    expect(
      await wait(client.orders.amend({ clientOrderId: 'a' }, { pair, ageMs: 0, limitPrice: better })),
    ).toMatchObject({
      outcome: 'accepted',
    });
    expect(await wait(client.orders.cancel({ clientOrderId: 'b' }, { pair }))).toEqual({
      outcome: 'accepted',
      count: 1,
    });
    expect(await wait(client.cancelAllOf(pair))).toHaveLength(2);
    expect(await wait(client.account.openOrders())).toEqual([]);
    await wait(client.orders.add(rest('d'), { pair }));
    expect(await wait(client.orders.cancelAllAfter(500))).toMatchObject({ outcome: 'accepted' });
    await time.advance(5000);
    expect(await wait(client.account.openOrders())).toEqual([]);
  });

  it('does not open one order twice when its answer was lost', async () => {
    const { kraken, client, wait, pair } = await market();
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault: { kind: 'lost', when: 'after' } });
    expect(await wait(client.orders.add(buy('x'), { pair }))).toMatchObject({ outcome: 'unknown' });
    expect(await wait(client.find({ clientOrderId: 'x', since: START }))).toMatchObject({ found: 'closed' });
    const btc = (await wait(client.account.balances())).find(({ asset }) => asset === 'BTC');
    expect(btc?.total.toString()).toBe('2.01');
  });

  it('takes two clients on one key whose clocks differ by an hour', async () => {
    const { another, keys, kraken, time, wait } = await market();
    const folder = mkdtempSync(join(tmpdir(), 'nonce-'));
    try {
      const late = { now: () => time.now() - 3_600_000 };
      const ahead = another({ nonces: new FileNonce({ key: keys.key, folder, clock: time }) });
      const behind = another({ nonces: new FileNonce({ key: keys.key, folder, clock: late }) });
      const refused = { kind: 'error', when: 'before', error: 'EGeneral:Permission denied' } as const;
      for (const client of [ahead, behind, ahead, behind])
        expect(await wait(client.account.balances())).toHaveLength(2);
      // A nonce that was refused would have been asked again, and met this.
      kraken.faults.add({ match: { method: 'Balance', skip: 1, times: 1 }, fault: refused });
      expect(await wait(behind.account.balances())).toHaveLength(2);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  const faults: RestFault[] = (['before', 'after'] as const).flatMap((when) => [
    { kind: 'lost', when },
    { kind: 'lost', when, hangs: true },
    { kind: 'delay', when, ms: 3000 },
    { kind: 'delay', when, ms: 30_000 },
    ...PROXY_PAGES.map((status) => ({ kind: 'status', when, status }) as const),
    ...(['html', 'empty', 'half-json', 'binary'] as const).map((body) => ({ kind: 'body', when, body }) as const),
    { kind: 'error', when, error: 'EService:Unavailable' },
    { kind: 'error', when, error: 'EService:Busy' },
    { kind: 'error', when, error: 'EGeneral:Internal error' },
    { kind: 'error', when, error: 'EOrder:Never heard of' },
  ]);
  it.each<RestFault>([
    ...faults,
    { kind: 'cut' },
    { kind: 'cut', bytes: 0 },
    { kind: 'warning', warning: 'WGeneral:Danger' },
    { kind: 'redirect' },
    { kind: 'flood', bytes: 20_000_000 },
    // Each of these is a refusal, and it did nothing.
    { kind: 'error', when: 'before', error: 'EOrder:Insufficient funds' },
    { kind: 'error', when: 'before', error: 'EAPI:Invalid nonce' },
    { kind: 'error', when: 'before', error: 'EAPI:Rate limit exceeded' },
  ])('never calls an order what it is not: %j', async (fault) => {
    const { kraken, client, wait, pair, time } = await market();
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault });
    const { outcome } = await wait(client.orders.add(buy('x'), { pair }));
    await time.advance(60_000);
    const { found } = await wait(client.find({ clientOrderId: 'x', since: START }));
    const btc = (await wait(client.account.balances())).find(({ asset }) => asset === 'BTC')?.total.toString();
    expect(btc).toBe(found === 'nowhere' ? '2' : '2.01');
    const allowed = found === 'nowhere' ? ['unknown', 'rejected'] : ['unknown', 'accepted'];
    expect(allowed).toContain(outcome);
  });
});

async function trading(options: Partial<Parameters<typeof localKraken>[0]> = {}) {
  const made = await market(options);
  const events: Exclude<ExecutionEvent, { type: 'trading-halted' }>[] = [];
  const troubles: string[] = [];
  const execution = new KrakenExecution({
    rest: made.client,
    pair: made.pair,
    time: made.time,
    onEvent: (event) => {
      if (event.type === 'trading-halted') throw new Error(event.reason);
      events.push(event);
    },
    onTrouble: (reason) => troubles.push(reason),
  });
  return { ...made, events, troubles, execution, types: () => events.map(({ type }) => type) };
}

describe('KrakenExecution', () => {
  it('accepts, fills and ends a market order', async () => {
    const { execution, events, time, types } = await trading();
    execution.submit(buy('m'));
    expect(events).toEqual([]);
    await time.advance(20_000);
    expect(types()).toEqual(['order-accepted', 'order-filled']);
    expect(events[1]).toMatchObject({ clientOrderId: 'm', isComplete: true, fill: { liquidity: 'taker' } });
    const [, filled] = events;
    if (filled?.type !== 'order-filled') throw new Error('no fill');
    expect([filled.fill.price, filled.fill.quantity, filled.fill.cost, filled.fill.fee].map(String)).toEqual([
      '50001',
      '0.01',
      '500.01',
      '2.00004',
    ]);
    expect(time.pending).toBeLessThanOrEqual(1);
  });

  it('cancels a resting order, also one still on its way', async () => {
    const { execution, time, types, events, kraken } = await trading();
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault: { kind: 'delay', when: 'before', ms: 500 } });
    execution.submit(rest('r'));
    await time.advance(100);
    execution.cancel(rest('r'));
    await time.advance(20_000);
    expect(types()).toEqual(['order-accepted', 'order-canceled']);
    expect(events[1]).toMatchObject({ reason: 'User requested' });
  });

  it('cancels again when the first cancellation was lost', async () => {
    const { execution, time, types, kraken, troubles } = await trading();
    execution.submit(rest('r'));
    await time.advance(1000);
    kraken.faults.add({ match: { method: 'CancelOrder', times: 1 }, fault: { kind: 'lost', when: 'before' } });
    execution.cancel(rest('r'));
    await time.advance(60_000);
    expect(types()).toEqual(['order-accepted', 'order-canceled']);
    expect(troubles).toHaveLength(1);
  });

  it('rejects what Kraken refuses and what the rules forbid', async () => {
    const { execution, time, events } = await trading({ balances: { USD: '10' } });
    execution.submit(buy('poor'));
    execution.submit({ ...buy('tiny'), quantity: Decimal.parse('0.00001') });
    await time.advance(20_000);
    expect(events.toSorted((a, b) => a.clientOrderId.localeCompare(b.clientOrderId))).toMatchObject([
      { type: 'order-rejected', clientOrderId: 'poor', reason: 'EOrder:Insufficient funds' },
      { type: 'order-rejected', clientOrderId: 'tiny', reason: expect.stringContaining('below the minimum') },
    ]);
  });

  it.each(['lost', 'html', 'hangs'])('tells an order as unknown (%s), and finds it by its id', async (how) => {
    const { execution, time, types, kraken, events } = await trading();
    const fault =
      how === 'html'
        ? ({ kind: 'body', when: 'after', body: 'html' } as const)
        : ({ kind: 'lost', when: 'after', hangs: how === 'hangs' } as const);
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault });
    execution.submit(buy('u'));
    await time.advance(20_000);
    expect(types()).toEqual(['order-unknown']);
    expect(() => execution.submit(buy('u'))).toThrow('order u was submitted before');
    execution.find(buy('u'));
    await time.advance(20_000);
    expect(types()).toEqual(['order-unknown', 'order-found']);
    expect(events[1]).toMatchObject({ ended: 'closed', fills: [{ id: expect.stringMatching(/^T/) }] });
    execution.find(buy('u'));
    await time.advance(20_000);
    expect(types()).toEqual(['order-unknown', 'order-found', 'order-found']);
  });

  it('tells an order that never arrived as absent, by Kraken’s clock of before it asked', async () => {
    const { execution, time, types, events, kraken } = await trading();
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault: { kind: 'lost', when: 'before' } });
    execution.submit(buy('n'));
    await time.advance(20_000);
    const asked = time.now();
    execution.find(buy('n'));
    await time.advance(20_000);
    expect(types()).toEqual(['order-unknown', 'order-absent']);
    expect(events[1]).toMatchObject({ asOf: asked });
  });

  it('tells nothing of a search that one answer is missing of', async () => {
    const { execution, time, types, kraken, troubles } = await trading();
    kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault: { kind: 'lost', when: 'before' } });
    execution.submit(buy('n'));
    await time.advance(20_000);
    kraken.faults.add({
      match: { method: 'ClosedOrders', times: 1 },
      fault: { kind: 'status', when: 'before', status: 502 },
    });
    execution.find(buy('n'));
    await time.advance(20_000);
    expect([types(), troubles.length]).toEqual([['order-unknown'], 1]);
  });

  it('takes an order of an earlier run up again', async () => {
    const first = await trading();
    first.execution.submit(rest('old'));
    await first.time.advance(1000);
    first.execution.close();
    const events: string[] = [];
    const { client, pair, time } = first;
    const execution = new KrakenExecution({ rest: client, pair, time, onEvent: ({ type }) => events.push(type) });
    execution.find(rest('old'));
    await time.advance(20_000);
    execution.cancel(rest('old'));
    await time.advance(20_000);
    expect(events).toEqual(['order-found', 'order-canceled']);
    expect(first.types()).toEqual(['order-accepted']);
  });

  it('cancels an order of an earlier run that it was never asked about', async () => {
    const first = await trading();
    first.execution.submit(rest('old'));
    await first.time.advance(1000);
    first.execution.close();
    const { client, pair, time } = first;
    const execution = new KrakenExecution({ rest: client, pair, time, onEvent: () => undefined });
    execution.cancel(rest('old'));
    await time.advance(20_000);
    expect(await first.wait(client.account.openOrders())).toEqual([]);
  });

  it('goes on asking while Kraken does not answer, and tells every fill once', async () => {
    const { execution, time, types, kraken, troubles } = await trading();
    kraken.faults.add({
      match: { method: 'Query*', times: 3 },
      fault: { kind: 'status', when: 'before', status: 502 },
    });
    execution.submit(buy('m'));
    await time.advance(300_000);
    expect(types()).toEqual(['order-accepted', 'order-filled']);
    expect(troubles.length).toBe(3);
  });
});
