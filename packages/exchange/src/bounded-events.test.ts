import type { FeedEvent, Subscription } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { book, feedUnderTest, trades } from '../testing/feed-under-test.js';
import { bookFrame, tradeFrame } from '../testing/scripted-kraken.js';
import { BoundedEvents } from './bounded-events.js';

function slow(limit: number) {
  const resynced: Subscription[] = [];
  const { time, kraken, feed } = feedUnderTest({ deliver: (event) => queue.push(event) });
  const resync = (subscription: Subscription) => {
    resynced.push(subscription);
    feed.resync(subscription);
  };
  const queue: BoundedEvents = new BoundedEvents({ limit, resync, now: () => time.now() });
  return { time, kraken, feed, queue, resynced };
}

async function all(queue: BoundedEvents): Promise<FeedEvent[]> {
  queue.end();
  const events: FeedEvent[] = [];
  for await (const event of queue) events.push(event);
  return events;
}

const types = (events: readonly FeedEvent[]) => events.map(({ type }) => type);

describe('BoundedEvents', () => {
  it('hands events on in order, to a consumer that waits too', async () => {
    const { time, kraken, feed, queue } = slow(100);
    const seen: FeedEvent[] = [];
    const consumer = (async () => {
      for await (const event of queue) seen.push(event);
    })();
    feed.subscribe([book('BTC/USD')]);
    await time.advance(100);
    kraken.say(bookFrame('BTC/USD', 'update', ''));
    await time.advance(1);
    expect(types(seen).slice(-2)).toEqual(['book-snapshot', 'book-update']);
    feed.close();
    queue.end();
    await consumer;
  });

  it('does not grow: drops the fullest subscription, tells so, and begins it anew; the others lose nothing', async () => {
    const { time, kraken, feed, queue, resynced } = slow(50);
    feed.subscribe([book('BTC/USD'), book('ETH/USD')]);
    await time.advance(100);
    kraken.say(bookFrame('ETH/USD', 'update', ''));
    for (let index = 0; index < 1000; index += 1) kraken.say(bookFrame('BTC/USD', 'update', ''));
    expect(queue.size).toBeLessThanOrEqual(51);
    await time.advance(100);
    kraken.say(bookFrame('BTC/USD', 'update', ''), bookFrame('ETH/USD', 'update', ''));
    expect(resynced).toEqual([book('BTC/USD')]);
    const events = await all(queue);
    const of = (pair: string) => types(events.filter((event) => 'pair' in event && event.pair === pair));
    expect(of('BTC/USD')).toEqual(['book-snapshot', 'book-update']);
    expect(of('ETH/USD')).toEqual(['book-snapshot', 'book-update', 'book-update']);
    expect(events.find(({ type }) => type === 'feed-skipped')).toMatchObject({
      reason: expect.stringMatching(/^the consumer is slow: \d+ events of book BTC\/USD 10 were dropped$/),
    });
    feed.close();
  });

  it('begins a tape anew with the trades before', async () => {
    const { time, kraken, feed, queue } = slow(20);
    feed.subscribe([trades('BTC/USD')]);
    await time.advance(100);
    for (let id = 70635253; id < 70635300; id += 1) kraken.say(tradeFrame('BTC/USD', 'update', id));
    kraken.snapshotOf = () => [tradeFrame('BTC/USD', 'snapshot', 70635280, 70635299)];
    await time.advance(100);
    kraken.say(tradeFrame('BTC/USD', 'update', 70635300));
    expect((await all(queue)).filter((event) => event.type === 'market-traded')).toMatchObject([
      { isSnapshot: true, trades: { length: 20 } },
      { isSnapshot: false, trades: [{ id: 70635300 }] },
    ]);
    feed.close();
  });

  it('drops tickers without fetching anything', async () => {
    const { queue, resynced } = slow(3);
    const ticker = { time: 1, bid: 1, ask: 2, last: 1 };
    for (let time = 0; time < 10; time += 1) {
      queue.push({ type: 'ticker-changed', pair: 'BTC/USD', time, receivedAt: time, ticker });
    }
    expect(queue.size).toBeLessThanOrEqual(4);
    expect(resynced).toEqual([]);
    expect(await all(queue)).toMatchObject([
      { type: 'ticker-changed', time: 9 },
      { type: 'feed-skipped', reason: 'the consumer is slow: 9 events of ticker BTC/USD were dropped' },
    ]);
  });

  it('does not grow by many subscriptions with one event each', async () => {
    const { queue, resynced } = slow(100);
    for (let index = 0; index < 5000; index += 1) {
      const [pair, time] = [`P${index}/USD`, index];
      queue.push({ type: 'book-snapshot', pair, time, receivedAt: 1, depth: 10, bids: [], asks: [], checksum: 0 });
    }
    expect(queue.size).toBeLessThanOrEqual(101);
    const skipped = (await all(queue)).filter((event) => event.type === 'feed-skipped');
    expect(skipped).toHaveLength(1);
    expect(skipped[0]?.reason).toContain(`${resynced.length} events of book P0/USD 10, `);
  });

  it('does not grow by complaints', () => {
    const { queue } = slow(5);
    for (let time = 0; time < 100; time += 1) queue.push({ type: 'feed-skipped', time, reason: 'garbage' });
    expect(queue.size).toBeLessThanOrEqual(5);
  });
});
