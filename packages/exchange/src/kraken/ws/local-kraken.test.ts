import { Decimal, type FeedEvent } from '@fathom/contracts';
import { apiSign, type LocalKraken, randomSocketFaults } from '@fathom/kraken-simulator';
import { OrderBook } from '@fathom/order-book';
import { type MarketFeedHarness, marketFeedContract, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { book, trades } from '../../../testing/feed-under-test.js';
import { localKraken } from '../../../testing/local-kraken.js';
import type { AccountEvent } from './account-events.js';
import { ConnectionBudget } from './connection-budget.js';
import { KrakenAccountFeed } from './kraken-account-feed.js';
import { KrakenFeed } from './kraken-feed.js';

function connected(seed = 1, deliver?: (event: FeedEvent) => void) {
  const local = localKraken(seed);
  const events: FeedEvent[] = [];
  const world = {
    clock: local.time,
    scheduler: local.time,
    random: new SeededRandom(seed),
    transport: local.sockets,
    budget: new ConnectionBudget(),
  };
  const feed = new KrakenFeed({ ...world, deliver: deliver ?? ((event) => events.push(event)) });
  return { ...local, world, events, feed };
}

function harness(): MarketFeedHarness {
  const { time, kraken, sockets, events, feed } = connected();
  return {
    feed,
    events,
    pairs: ['BTC/USD', 'ETH/USD'],
    unknownPair: 'WWW/USD',
    depth: 25,
    advance: (ms) => time.advance(ms),
    publish: () => time.advance(3000),
    disconnect: () => sockets.hangUp(),
    ignore: (pair) => kraken.socketFaults.add({ match: { frames: ['ack'], pair }, fault: 'ignore' }),
    // One moves the local Kraken.
    timers: () => time.pending - 1,
  };
}

describe('KrakenFeed at a local Kraken', () => {
  it.each(marketFeedContract(harness))('$name', ({ run }) => expect(run()).resolves.toBeUndefined());

  it.each([1, 2])('keeps books and tape right through every trouble of a socket (seed %d)', async (seed) => {
    const books = new Map(['BTC/USD', 'ETH/USD'].map((pair) => [pair, new OrderBook(10)]));
    const seen = { verified: 0, suspect: 0, unverifiable: 0, skipped: 0, disconnected: 0, holes: 0, toldHoles: 0 };
    const tapes = new Map<string, number>();
    const { time, kraken, market, feed } = connected(seed, (event) => {
      if (event.type === 'feed-skipped') seen[event.reason.includes('not received') ? 'toldHoles' : 'skipped'] += 1;
      if (event.type === 'feed-disconnected') seen.disconnected += 1;
      if (event.type === 'market-traded') {
        for (const { id = 0 } of event.trades) {
          const last = tapes.get(event.pair);
          if (last !== undefined && id <= last) throw new Error(`trade ${id} of ${event.pair} came twice`);
          if (last !== undefined && id > last + 1) seen.holes += 1;
          tapes.set(event.pair, id);
        }
      }
      if (event.type !== 'book-snapshot' && event.type !== 'book-update') return;
      const held = books.get(event.pair);
      const state = held?.apply(event) ?? 'unverifiable';
      seen[state] += 1;
      if (state !== 'verified') feed.resync(book(event.pair));
    });
    feed.subscribe([...books.keys()].flatMap((pair) => [book(pair), trades(pair)]));
    await time.advance(5000);
    kraken.socketFaults.add(...randomSocketFaults(0.03));
    await time.advance(400_000);
    kraken.socketFaults.clear();
    await time.advance(90_000);
    expect(Math.min(seen.suspect, seen.disconnected, seen.skipped)).toBeGreaterThan(2);
    expect(seen.verified).toBeGreaterThan(500);
    expect(seen.unverifiable).toBe(0);
    expect(seen.toldHoles).toBe(seen.holes);

    for (const [pair, held] of books) {
      expect(held.state).toBe('verified');
      const there = market.depth(pair, 10);
      expect(held.bids.levels()).toEqual(there.bids.map(({ price, quantity }) => ({ price, quantity })));
      expect(held.asks.levels()).toEqual(there.asks.map(({ price, quantity }) => ({ price, quantity })));
      expect(tapes.get(pair)).toBe(market.trades(pair).at(-1)?.id);
    }
    feed.close();
  });
});

/** A private call over REST, without a client. */
function caller(kraken: LocalKraken) {
  const balances = new Map([['USD', Decimal.parse('100000')]]);
  const { key, secret } = kraken.addCustomer({ name: 'ada', balances });
  let nonce = 0;
  return (method: string, parameters: Record<string, string> = {}) => {
    nonce += 1;
    const path = `/0/private/${method}`;
    const body = new URLSearchParams({ nonce: String(nonce), ...parameters }).toString();
    const signature = apiSign({ path, nonce: String(nonce), body, secret });
    const headers = { 'api-key': key, 'api-sign': signature, 'content-type': 'application/x-www-form-urlencoded' };
    const { error, result } = JSON.parse(kraken.handle({ method: 'POST', path, headers, body }).body);
    if (error.length > 0) throw new Error(error.join());
    return result;
  };
}

function account(seed = 1) {
  const local = connected(seed);
  const call = caller(local.kraken);
  const events: AccountEvent[] = [];
  const token = async () => String(call('GetWebSocketsToken').token);
  const url = 'ws://127.0.0.1/v2/auth';
  const accountFeed = new KrakenAccountFeed({ ...local.world, url, token, deliver: (event) => events.push(event) });
  const place = (id: string, more: Record<string, string>) =>
    call('AddOrder', { pair: 'XBTUSD', type: 'buy', volume: '0.01', cl_ord_id: id, ...more });
  const orderEvents = () =>
    events.flatMap((event) =>
      'clientOrderId' in event && event.type !== 'order-reported' ? [`${event.type} ${event.clientOrderId}`] : [],
    );
  return { ...local, call, events, accountFeed, place, orderEvents };
}

describe('KrakenAccountFeed at a local Kraken', () => {
  it('tells what becomes of orders, and the balances', async () => {
    const { time, call, events, accountFeed, place, orderEvents } = account();
    await time.advance(1000);
    place('one', { ordertype: 'market' });
    place('two', { ordertype: 'limit', price: '30000.0' });
    await time.advance(2000);
    call('CancelAll');
    await time.advance(1000);
    expect(orderEvents()).toEqual([
      'order-accepted one',
      'order-filled one',
      'order-accepted two',
      'order-canceled two',
    ]);
    expect(events.find((event) => event.type === 'order-filled')).toMatchObject({ isComplete: true });
    const last = events.findLast((event) => event.type === 'balances-reported');
    expect(last?.balances[0]?.asset).toBeDefined();
    accountFeed.close();
  });

  it('tells what happened while the connection was lost, once', async () => {
    const { time, sockets, call, accountFeed, place, orderEvents } = account(2);
    const placed = (id: string, more: Record<string, string>) => {
      const [orderId] = place(id, more).txid;
      accountFeed.link(orderId, id, Decimal.parse('0.01'));
    };
    await time.advance(1000);
    placed('gone', { ordertype: 'limit', price: '30000.0' });
    await time.advance(1000);
    sockets.hangUp();
    placed('meanwhile', { ordertype: 'market' });
    await time.advance(5000);
    sockets.hangUp();
    await time.advance(5000);
    expect(orderEvents()).toEqual(['order-accepted gone', 'order-accepted meanwhile', 'order-filled meanwhile']);
    sockets.hangUp();
    call('CancelAll');
    await time.advance(5000);
    expect(orderEvents().slice(3)).toEqual(['order-unknown gone']);
    accountFeed.close();
  });

  it('survives tokens that expire and messages that are lost', async () => {
    const { time, kraken, accountFeed, place, orderEvents } = account(3);
    await time.advance(1000);
    kraken.expireTokens();
    kraken.socketFaults.add({ match: { frames: ['data'], channel: 'executions', times: 1 }, fault: 'lose' });
    place('one', { ordertype: 'limit', price: '30000.0' });
    await time.advance(10_000);
    place('two', { ordertype: 'market' });
    await time.advance(10_000);
    expect(orderEvents()).toEqual(['order-accepted one', 'order-accepted two', 'order-filled two']);
    accountFeed.close();
  });
});
