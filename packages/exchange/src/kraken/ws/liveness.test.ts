import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { book, feedUnderTest, ticker } from '../../../testing/ws/feed-under-test.js';
import { bookFrame } from '../../../testing/ws/scripted-kraken.js';
import { ConnectionBudget } from './connection-budget.js';

const BTC = book('BTC/USD');
const ETH = book('ETH/USD');

async function connected(options: Parameters<typeof feedUnderTest>[0] = {}) {
  const test = feedUnderTest(options);
  test.feed.subscribe([BTC, ETH]);
  await test.time.advance(100);
  return test;
}

/** The longest number of attempts within any `windowMs`. */
function densest(attempts: readonly number[], windowMs: number): number {
  return Math.max(...attempts.map((from) => attempts.filter((at) => at >= from && at < from + windowMs).length));
}

describe('a connection', () => {
  it('with heartbeats alone is alive', async () => {
    const { time, feed, ofType } = await connected();
    await time.advance(50_000);
    expect(ofType('feed-disconnected')).toEqual([]);
    feed.close();
  });

  it('is dead 5 s after the last frame, told with all it carried, and comes back with just that', async () => {
    const { time, kraken, feed, events, ofType } = await connected();
    await time.advance(3000);
    kraken.heartbeats = false;
    kraken.answersPings = false;
    kraken.say(bookFrame('BTC/USD', 'update', ''));
    const lastFrame = time.now();
    await time.advance(4999);
    expect(ofType('feed-disconnected')).toEqual([]);
    await time.advance(1);
    const [gone] = ofType('feed-disconnected');
    expect(gone).toMatchObject({ time: lastFrame + 5000, reason: 'no frame for 5000 ms', subscriptions: [BTC, ETH] });
    kraken.heartbeats = true;
    kraken.received.length = 0;
    const before = events.length;
    await time.advance((gone?.retryInMs ?? 0) + 50);
    expect(kraken.attempts).toHaveLength(2);
    expect(events.slice(before).map(({ type }) => type)).toEqual([
      'feed-connected',
      'feed-subscribed',
      'feed-subscribed',
      'book-snapshot',
      'book-snapshot',
    ]);
    expect(kraken.received.map(({ params }) => params?.symbol)).toEqual([['BTC/USD', 'ETH/USD']]);
    feed.close();
  });

  it('that is quiet but answers pings is alive', async () => {
    const { time, kraken, feed, ofType } = await connected();
    kraken.heartbeats = false;
    await time.advance(30_000);
    expect(ofType('feed-disconnected')).toEqual([]);
    expect(kraken.received.filter(({ method }) => method === 'ping').length).toBeGreaterThan(5);
    feed.close();
  });

  it('is not given up because this process slept', async () => {
    const { time, feed, ofType } = await connected();
    for (const sleep of [7000, 3_600_000]) {
      // Everything that was due meanwhile is late.
      time.jumpTo(time.now() + sleep);
      await time.advance(8000);
    }
    expect(ofType('feed-disconnected')).toEqual([]);
    feed.close();
  });

  it.each([3_600_000, -3_600_000])(
    'is found dead in time, and only then, though the clock is set by %d ms',
    async (by) => {
      let offset = 0;
      const clock = { now: () => time.now() + offset };
      const { time, kraken, feed, ofType } = feedUnderTest({ clock });
      feed.subscribe([BTC]);
      await time.advance(3100);
      offset = by;
      await time.advance(10_000);
      expect(ofType('feed-disconnected')).toEqual([]);
      kraken.heartbeats = false;
      kraken.answersPings = false;
      offset = 0;
      await time.advance(8000);
      expect(ofType('feed-disconnected')).not.toEqual([]);
      feed.close();
    },
  );

  it('has its five seconds by the wire, however fast the market is replayed', async () => {
    const wire = new ManualTime();
    const { time, kraken, feed, ofType } = feedUnderTest({ wire });
    feed.subscribe([BTC]);
    await time.advance(100);
    kraken.heartbeats = false;
    kraken.answersPings = false;
    await time.advance(200_000);
    await wire.advance(4999);
    expect(ofType('feed-disconnected')).toEqual([]);
    kraken.say(bookFrame('BTC/USD', 'update', ''));
    await wire.advance(4999);
    expect(ofType('feed-disconnected')).toEqual([]);
    await wire.advance(1);
    // What is told goes by the market's clock.
    expect(ofType('feed-disconnected')).toMatchObject([{ time: time.now(), reason: 'no frame for 5000 ms' }]);
    feed.close();
    expect(wire.pending).toBe(0);
  });

  it('that never comes up is given up after 10 s', async () => {
    const { time, kraken, feed, ofType } = feedUnderTest({
      transport: { open: () => ({ send: () => {}, close: () => {}, terminate: () => {} }) },
    });
    feed.subscribe([BTC]);
    await time.advance(10_000);
    expect(ofType('feed-disconnected')).toMatchObject([{ reason: 'not connected within 10000 ms' }]);
    expect(kraken.sockets).toEqual([]);
    feed.close();
    expect(time.pending).toBe(0);
  });

  it('is not asked again for what was refused or unsubscribed meanwhile', async () => {
    const { time, kraken, feed } = await connected();
    kraken.treatment.set('WWW/USD', 'refuse');
    feed.subscribe([book('WWW/USD')]);
    await time.advance(100);
    kraken.hangUp();
    feed.unsubscribe([ETH]);
    feed.subscribe([ticker('XRP/USD')]);
    kraken.received.length = 0;
    await time.advance(2000);
    expect(kraken.received.map(({ method, params }) => [method, params?.channel, params?.symbol])).toEqual([
      ['subscribe', 'book', ['BTC/USD']],
      ['subscribe', 'ticker', ['XRP/USD']],
    ]);
    feed.close();
  });

  it('delivers nothing of a socket that is gone', async () => {
    const { time, kraken, events, feed } = await connected();
    const [old] = kraken.sockets;
    kraken.hangUp();
    const before = events.length;
    if (old) old.isUp = true;
    old?.say(bookFrame('BTC/USD', 'update', ''));
    old?.lose('again');
    expect(events.slice(before)).toEqual([]);
    await time.advance(100);
    feed.close();
  });
});

describe('reconnecting', () => {
  it('waits longer from failure to failure, up to a round, never twice the same', async () => {
    const { time, kraken, feed, ofType } = await connected();
    kraken.acceptsConnections = false;
    kraken.hangUp();
    await time.advance(300_000);
    const waits = ofType('feed-disconnected').map(({ retryInMs }) => retryInMs);
    waits.slice(0, 8).forEach((wait, attempt) => {
      const full = Math.min(60_000, 1000 * 2 ** attempt);
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    });
    expect(new Set(waits).size).toBe(waits.length);
    expect(kraken.attempts.slice(1)).toEqual(
      ofType('feed-disconnected')
        .map(({ time: at, retryInMs }) => at + retryInMs)
        .filter((at) => at <= time.now()),
    );
    feed.close();
  });

  it('begins anew once a connection has been good for half a round', async () => {
    const { time, kraken, feed, ofType } = await connected();
    for (let round = 0; round < 6; round += 1) {
      kraken.hangUp();
      await time.advance(20_000);
    }
    expect(ofType('feed-disconnected').at(-1)?.retryInMs).toBeGreaterThan(10_000);
    await time.advance(60_000);
    kraken.hangUp();
    expect(ofType('feed-disconnected').at(-1)?.retryInMs).toBeLessThanOrEqual(1000);
    feed.close();
  });

  it('stays within the attempts of ten rounds, for all connections of a budget together', async () => {
    const budget = new ConnectionBudget();
    const { time, kraken, feed, ofType } = await connected({ budget, subscriptionsPerSocket: 1 });
    feed.subscribe(Array.from({ length: 30 }, (_, index) => book(`P${index}/USD`)));
    await time.advance(100);
    for (let round = 0; round < 240; round += 1) {
      kraken.hangUp();
      await time.advance(5000);
    }
    expect(kraken.attempts.length).toBeGreaterThan(100);
    expect(densest(kraken.attempts, 600_000)).toBe(100);
    expect(ofType('feed-disconnected').some(({ retryInMs }) => retryInMs > 60_000)).toBe(true);
    feed.close();
    expect(time.pending).toBe(0);
  });
});
