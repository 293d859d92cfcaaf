import type { FeedEvent } from '@fathom/contracts';
import { randomSocketFaults } from '@fathom/kraken-simulator';
import { OrderBook } from '@fathom/order-book';
import { type MarketFeedHarness, marketFeedContract, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { book, trades } from '../../../testing/ws/feed-under-test.js';
import { localKraken } from '../../../testing/ws/local-kraken.js';
import { ConnectionBudget } from './connection-budget.js';
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
    expect(Math.min(seen.suspect, seen.disconnected, seen.skipped)).toBeGreaterThan(0);
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
