import type { FeedEvent } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { FakeMarketFeed } from './fake-market-feed.js';
import { ManualTime } from './manual-time.js';
import { marketFeedContract } from './market-feed-contract.js';
import type { MarketFeedHarness } from './market-feed-harness.js';

function fake(spoil: (feed: FakeMarketFeed, events: FeedEvent[]) => void = () => {}): MarketFeedHarness {
  const time = new ManualTime(1_700_000_000_000);
  const events: FeedEvent[] = [];
  const deliver = (event: FeedEvent) => events.push(event);
  const feed = new FakeMarketFeed({ time, deliver, pairs: ['BTC/USD', 'ETH/USD'] });
  spoil(feed, events);
  return {
    feed,
    events,
    pairs: ['BTC/USD', 'ETH/USD'],
    unknownPair: 'WWW/USD',
    depth: 10,
    advance: (ms) => time.advance(ms),
    publish: (subscription) => feed.publish(subscription),
    disconnect: () => feed.disconnect(),
    ignore: (pair) => feed.ignore(pair),
    timers: () => time.pending,
  };
}

describe('the fake market feed', () => {
  it.each(marketFeedContract(fake))('$name', ({ run }) => expect(run()).resolves.toBeUndefined());
});

describe('the contract of market feeds', () => {
  const faults: [fault: string, spoil: (feed: FakeMarketFeed, events: FeedEvent[]) => void][] = [
    ['does not come back', (feed) => Object.assign(feed, { disconnect: () => {} })],
    ['does not resync', (feed) => Object.assign(feed, { resync: () => {} })],
    ['does not unsubscribe', (feed) => Object.assign(feed, { unsubscribe: () => {} })],
    ['does not close', (feed) => Object.assign(feed, { close: () => {} })],
    ['does not subscribe', (feed) => Object.assign(feed, { subscribe: () => {} })],
    [
      'delivers at once',
      (feed, events) => Object.assign(feed, { subscribe: () => events.push({ type: 'feed-connected', time: 0 }) }),
    ],
  ];

  it.each(faults)('is not met by a feed that %s', async (_, spoil) => {
    const outcomes = await Promise.allSettled(marketFeedContract(() => fake(spoil)).map(({ run }) => run()));
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
  });
});
