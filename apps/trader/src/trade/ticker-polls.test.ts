import type { FeedEvent, Subscription, Ticker } from '@fathom/contracts';
import { FakeMarketFeed, ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { TickerPolls } from './ticker-polls.js';

const ticker: Subscription = { channel: 'ticker', pair: 'BTC/USD' };
const trades: Subscription = { channel: 'market-trades', pair: 'BTC/USD' };

function polls(answer: (poll: number) => Promise<void> | undefined = () => undefined) {
  const time = new ManualTime(1_700_000_000_000);
  const start = time.now();
  const events: FeedEvent[] = [];
  const deliver = (event: FeedEvent) => events.push(event);
  const asked: number[] = [];
  const feed = new TickerPolls({
    time,
    everyMs: 5000,
    feed: new FakeMarketFeed({ time, deliver, pairs: ['BTC/USD'] }),
    ask: async (): Promise<Ticker> => {
      asked.push((time.now() - start) / 1000);
      await answer(asked.length);
      return { time: time.now(), bid: 99, ask: 101, last: 100 };
    },
    deliver,
  });
  return { time, events, asked, feed, types: () => events.map(({ type }) => type) };
}

describe('polled tickers', () => {
  it('are asked for every so often, and told as a feed tells them', async () => {
    const { time, feed, asked, events, types } = polls();
    feed.subscribe([ticker, ticker]);
    expect([events, asked]).toEqual([[], []]);
    await time.advance(11_000);
    expect(asked).toEqual([0, 5, 10]);
    expect(types()).toEqual(['feed-subscribed', 'ticker-changed', 'ticker-changed', 'ticker-changed']);
    expect(events[1]).toMatchObject({ pair: 'BTC/USD', ticker: { last: 100 } });
  });

  it('are lost with a poll nobody answers, told once, and back with the next that is answered', async () => {
    const { time, feed, events, types } = polls((poll) =>
      poll === 2 || poll === 3 ? Promise.reject(new Error('Ticker: no answer')) : undefined,
    );
    feed.subscribe([ticker]);
    await time.advance(16_000);
    expect(types()).toEqual([
      'feed-subscribed',
      'ticker-changed',
      'feed-disconnected',
      'feed-subscribed',
      'ticker-changed',
    ]);
    expect(events[2]).toMatchObject({ reason: 'Ticker: no answer', retryInMs: 5000, subscriptions: [ticker] });
  });

  it('do not wait for a slow answer, nor hurry when the clock jumps', async () => {
    const { time, feed, asked } = polls((poll) =>
      poll === 1 ? new Promise((done) => time.after(3000, () => done())) : undefined,
    );
    feed.subscribe([ticker]);
    await time.advance(4000);
    time.jumpTo(time.now() - 3_600_000);
    await time.advance(3_600_000 + 1500);
    expect(asked.slice(0, 2)).toEqual([0, 5]);
  });

  it('leave every other channel to the feed behind, and end with it', async () => {
    const { time, feed, asked, types } = polls();
    feed.subscribe([trades, ticker]);
    await time.advance(1000);
    expect(types()).toContain('market-traded');
    feed.close();
    await time.advance(20_000);
    expect([asked.length, time.pending]).toEqual([1, 0]);
  });
});
