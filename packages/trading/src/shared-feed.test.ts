import type { FeedEvent, MarketFeed, Subscription } from '@fathom/contracts';
import { FakeMarketFeed, ManualTime, type MarketFeedHarness, marketFeedContract } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { SharedFeed } from './shared-feed.js';

const PAIRS = ['BTC/USD', 'ETH/USD'] as const;
const bitcoin: Subscription = { channel: 'market-trades', pair: 'BTC/USD' };
const ether: Subscription = { channel: 'market-trades', pair: 'ETH/USD' };
const book: Subscription = { channel: 'book', pair: 'BTC/USD', depth: 10 };

const noted = (sign: string, all: readonly Subscription[]) =>
  all.map(({ channel, pair }) => `${sign}${channel} ${pair}`);

function world() {
  const time = new ManualTime(1_700_000_000_000);
  const asked: string[] = [];
  const fake: FakeMarketFeed[] = [];
  const shared = new SharedFeed({
    time,
    open: (deliver) => {
      const feed = new FakeMarketFeed({ time, deliver, pairs: PAIRS });
      fake.push(feed);
      return {
        subscribe: (all) => {
          asked.push(...noted('+', all));
          feed.subscribe(all);
        },
        unsubscribe: (all) => {
          asked.push(...noted('-', all));
          feed.unsubscribe(all);
        },
        resync: (one) => {
          asked.push(...noted('~', [one]));
          feed.resync(one);
        },
        close: () => feed.close(),
      };
    },
  });
  const [behind] = fake;
  if (behind === undefined) throw new Error('the feed behind is not there');
  const join = () => {
    const events: FeedEvent[] = [];
    const feed: MarketFeed = shared.join((event) => events.push(event));
    return { feed, events, types: () => events.map(({ type }) => type) };
  };
  return { time, shared, asked, join, behind };
}

/** One listener's feed, while another listens to some of the same. */
function oneOfTwo(): MarketFeedHarness {
  const { time, join, behind } = world();
  join().feed.subscribe([book, ether]);
  return {
    ...join(),
    pairs: PAIRS,
    unknownPair: 'WWW/USD',
    depth: 10,
    advance: (ms) => time.advance(ms),
    publish: (subscription) => behind.publish(subscription),
    disconnect: () => behind.disconnect(),
    ignore: (pair) => behind.ignore(pair),
    timers: () => time.pending,
  };
}

describe('one listener of a shared feed', () => {
  it.each(marketFeedContract(oneOfTwo))('$name', ({ run }) => expect(run()).resolves.toBeUndefined());
});

describe('a shared feed', () => {
  it('asks the exchange once for what many want, and tells each what it wants and nothing else', async () => {
    const { time, asked, join, behind } = world();
    const [one, two] = [join(), join()];
    one.feed.subscribe([bitcoin]);
    two.feed.subscribe([bitcoin, ether]);
    await time.advance(1000);
    expect(asked).toEqual(['+market-trades BTC/USD', '+market-trades ETH/USD']);
    const before = one.events.length;
    behind.publish(ether);
    expect([one.events.length, two.types().at(-1)]).toEqual([before, 'market-traded']);
    behind.publish(bitcoin);
    expect(one.types().at(-1)).toBe('market-traded');
  });

  it('serves who joins late as the first: connected, subscribed, a book with a snapshot', async () => {
    const { time, asked, join, behind } = world();
    const one = join();
    one.feed.subscribe([bitcoin, book]);
    await time.advance(1000);
    const late = join();
    late.feed.subscribe([bitcoin, book]);
    behind.publish(bitcoin);
    expect(late.events).toEqual([]);
    await time.advance(1000);
    expect(late.types().slice(0, 3)).toEqual(['feed-connected', 'feed-subscribed', 'feed-subscribed']);
    expect(late.types()).toContain('book-snapshot');
    expect(asked.slice(2)).toEqual(['~book BTC/USD']);
  });

  it('ends a channel with its last listener, and not before', async () => {
    const { time, asked, join, behind } = world();
    const [one, two] = [join(), join()];
    one.feed.subscribe([bitcoin]);
    two.feed.subscribe([bitcoin]);
    await time.advance(1000);
    one.feed.close();
    behind.publish(bitcoin);
    expect([one.types().at(-1), two.types().length - one.types().length, asked.length]).toEqual([
      'market-traded',
      1,
      1,
    ]);
    two.feed.close();
    expect(asked.at(-1)).toBe('-market-trades BTC/USD');
  });

  it('tells each listener of a lost connection what of its own is gone', async () => {
    const { time, join, behind } = world();
    const [one, two] = [join(), join()];
    one.feed.subscribe([bitcoin]);
    two.feed.subscribe([ether]);
    await time.advance(1000);
    behind.disconnect();
    expect(one.events.at(-1)).toMatchObject({ type: 'feed-disconnected', subscriptions: [bitcoin] });
    expect(two.events.at(-1)).toMatchObject({ type: 'feed-disconnected', subscriptions: [ether] });
  });

  it('tells nothing to anybody once it is closed, and leaves no timer', async () => {
    const { time, shared, join } = world();
    const one = join();
    one.feed.subscribe([bitcoin]);
    await time.advance(1000);
    const late = join();
    late.feed.subscribe([bitcoin]);
    shared.close();
    const before = one.events.length;
    await time.advance(1000);
    expect([one.events.length - before, late.events, time.pending]).toEqual([0, [], 0]);
  });
});
