import { type MarketFeedHarness, marketFeedContract } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { feedUnderTest } from '../../../testing/feed-under-test.js';
import { bookFrame, candleFrame, tickerFrame, tradeFrame } from '../../../testing/scripted-kraken.js';

function scripted(): MarketFeedHarness {
  const { time, kraken, events, feed } = feedUnderTest();
  kraken.treatment.set('WWW/USD', 'refuse');
  let tradeId = 70635253;
  return {
    feed,
    events,
    pairs: ['BTC/USD', 'ETH/USD'],
    unknownPair: 'WWW/USD',
    depth: 25,
    advance: (ms) => time.advance(ms),
    publish: ({ channel, pair }) => {
      if (channel === 'book') kraken.say(bookFrame(pair, 'update', '{"price":66786.5,"qty":0.00000000}'));
      if (channel === 'ticker') kraken.say(tickerFrame(pair, 'update'));
      if (channel === 'market-trades') kraken.say(tradeFrame(pair, 'update', tradeId++));
      if (channel === 'candles') kraken.say(candleFrame(pair, 'update', 1));
    },
    disconnect: () => kraken.hangUp(),
    ignore: (pair) => kraken.treatment.set(pair, 'ignore'),
    timers: () => time.pending,
  };
}

describe('KrakenFeed as a market feed', () => {
  it.each(marketFeedContract(scripted))('$name', ({ run }) => expect(run()).resolves.toBeUndefined());
});
