import { Decimal } from '@fathom/contracts';
import { fetchTransport, findInstrument, KrakenExecution, KrakenRest, MemoryNonce, Secret } from '@fathom/exchange';
import {
  candleSource,
  inMemoryTransport,
  InMemorySockets,
  keepTime,
  LocalKraken,
  ReplayedMarket,
} from '@fathom/kraken-simulator';
import { ManualTime, randomWalk, SeededRandom } from '@fathom/testkit';
import { describe, expect, it, vi } from 'vitest';
import { marketAccess } from './market-access.js';

const START = Date.UTC(2026, 0, 5);

async function access() {
  const time = new ManualTime(START);
  const candles = randomWalk({ length: 30, interval: 1, seed: 1, openTime: START - 60_000 });
  const source = candleSource({ instrument: findInstrument('BTC/USD'), interval: 1, candles, seed: 1 });
  const random = new SeededRandom(1);
  const kraken = new LocalKraken({ market: new ReplayedMarket({ sources: [source] }), clock: time, random });
  const { key, secret } = kraken.addCustomer({ name: 'a', balances: new Map([['USD', Decimal.parse('100000')]]) });
  keepTime(kraken, { clock: time, scheduler: time });
  const rest = new KrakenRest({
    keys: { key: new Secret(key), secret: new Secret(secret), origin: 'test' },
    nonces: new MemoryNonce(time),
    transport: fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: time }),
    time,
  });
  const sockets = new InMemorySockets(kraken, time);
  const troubles: string[] = [];
  const shared = marketAccess({
    time,
    random,
    rest,
    sockets,
    insist: (ask) => ask(),
    account: { onTrouble: (reason) => troubles.push(reason) },
  });
  const [pair] = await Promise.all([rest.pairs.find('BTC/USD'), time.advance(2000)]);
  return { time, rest, pair, shared, sockets, troubles };
}

describe('what bots ask of their account as they start', () => {
  it('is asked once for all that start in one instant', async () => {
    const { time, rest, pair, shared } = await access();
    const asked = [vi.spyOn(rest.account, 'tradeVolume'), vi.spyOn(rest.account, 'extendedBalances')];
    const answers = Promise.all([
      shared.account.fees(pair),
      shared.account.fees(pair),
      shared.account.balances(),
      shared.account.balances(),
    ]);
    await time.advance(1000);
    const [fees, again, balances] = await answers;
    expect([fees, again]).toMatchObject([{ from: 'account' }, { from: 'account' }]);
    expect(balances).toMatchObject([{ asset: 'USD' }]);
    for (const call of asked) expect(call).toHaveBeenCalledTimes(1);
  });

  it('tells its orders to all that ask in one instant, from the earliest on any of them wants', async () => {
    const { time, rest, shared } = await access();
    const open = vi.spyOn(rest.account, 'openOrders');
    const closed = vi.spyOn(rest.account, 'closedOrders');
    const asked = Promise.all([shared.account.ordersSince(2_000_000), shared.account.ordersSince(1_000_000)]);
    await time.advance(1000);
    const answer = { orders: [], completeSince: 1_000_000 };
    expect(await asked).toEqual([answer, answer]);
    expect(open).toHaveBeenCalledTimes(1);
    expect(closed.mock.calls).toEqual([[{ start: 1_000_000, insist: shared.insist }]]);
  });

  it('is asked for its orders at most once more for all that begin while they are being read', async () => {
    const { time, rest, shared } = await access();
    const read = rest.account.closedOrders.bind(rest.account);
    const closed = vi.spyOn(rest.account, 'closedOrders').mockImplementation(async function* slowly(query) {
      await new Promise<void>((done) => time.after(60_000, done));
      yield* read(query);
    });
    const asked = [shared.account.ordersSince(4_000_000)];
    await time.advance(10_000);
    for (const since of [2_000_000, 3_000_000]) {
      asked.push(shared.account.ordersSince(since));
      await time.advance(1000);
    }
    await time.advance(300_000);
    expect((await Promise.all(asked)).map(({ completeSince }) => completeSince)).toEqual([4e6, 2e6, 2e6]);
    expect(closed).toHaveBeenCalledTimes(2);
  });

  it('is asked pair by pair where Kraken will not hear of one of them', async () => {
    const { time, pair, shared } = await access();
    const gone = { ...pair, id: 'XGONEZUSD', altname: 'GONEUSD', name: 'GONE/USD' };
    const asked = Promise.allSettled([shared.account.fees(gone), shared.account.fees(pair)]);
    await time.advance(10_000);
    expect(await asked).toMatchObject([
      { status: 'rejected', reason: { message: expect.stringContaining('Unknown asset pair') } },
      { status: 'fulfilled', value: { from: 'account' } },
    ]);
  });

  it('is asked again after it was not answered', async () => {
    const { time, rest, pair, shared } = await access();
    const answer = vi.spyOn(rest.account, 'tradeVolume').mockRejectedValueOnce(new Error('no answer'));
    const asked = Promise.allSettled([shared.account.fees(pair), shared.account.fees(pair)]);
    await time.advance(1);
    expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const fees = shared.account.fees(pair);
    await time.advance(1000);
    expect(await fees).toMatchObject({ from: 'account' });
    expect(answer).toHaveBeenCalledTimes(2);
  });
});

describe('the market access of bots that send orders', () => {
  it('hears of orders on the account’s own socket, for all bots', async () => {
    const { time, rest, pair, shared, troubles } = await access();
    expect(shared.orders?.isTold).toBe(true);
    const told: string[] = [];
    const bots = ['one', 'two'].map(
      (name) =>
        new KrakenExecution({
          rest,
          pair,
          time,
          onEvent: ({ type }) => told.push(`${name} ${type}`),
          ...(shared.orders && { watch: shared.orders }),
        }),
    );
    const order = { type: 'market', side: 'buy', quantity: Decimal.parse('0.01'), time: START } as const;
    for (const [n, bot] of bots.entries()) bot.submit({ ...order, clientOrderId: `bot-${n}` });
    await time.advance(200);
    expect(told.toSorted()).toEqual([
      'one order-accepted',
      'one order-filled',
      'two order-accepted',
      'two order-filled',
    ]);
    shared.close();
    expect(troubles).toEqual([]);
  });

  it('says when it does not hear of them', async () => {
    const { time, shared, sockets, troubles } = await access();
    sockets.hangUp();
    await time.advance(100);
    expect(shared.orders?.isTold).toBe(false);
    expect(troubles).toEqual(['orders are asked about, not told: reset']);
    await time.advance(5000);
    expect(shared.orders?.isTold).toBe(true);
    shared.close();
  });
});
