import type { Subscription } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { book, feedUnderTest, ticker, trades } from '../../../testing/ws/feed-under-test.js';
import { bookFrame, tickerFrame } from '../../../testing/ws/scripted-kraken.js';

const BTC = book('BTC/USD');
const ETH = book('ETH/USD');
const candles = (interval: 1 | 5): Subscription => ({ channel: 'candles', pair: 'ETH/USD', interval });

describe('KrakenFeed', () => {
  it('connects when there is something to carry, and delivers every channel', async () => {
    const { time, kraken, events, feed } = feedUnderTest();
    await time.advance(1000);
    expect(kraken.attempts).toEqual([]);
    feed.subscribe([BTC, ticker('BTC/USD'), trades('BTC/USD'), { channel: 'candles', pair: 'BTC/USD', interval: 5 }]);
    expect(events).toEqual([]);
    await time.advance(100);
    expect(events.map(({ type }) => type)).toEqual([
      'feed-connected',
      'exchange-status-changed',
      ...Array(4).fill('feed-subscribed'),
      'book-snapshot',
      'ticker-changed',
      'market-traded',
      'candle-changed',
    ]);
    expect(events.at(-3)).toMatchObject({ ticker: { bid: 65972.8, ask: 65972.9, last: 65972.9 } });
    expect(events.at(-2)).toMatchObject({
      isSnapshot: true,
      trades: [{ id: 70635251 }, { id: 70635252, side: 'sell' }],
    });
    expect(events.at(-1)).toMatchObject({
      interval: 5,
      candle: { openTime: Date.UTC(2024, 4, 17, 11, 12), trades: 9 },
    });
    feed.close();
  });

  it('asks for hundreds of pairs in few messages, over as many connections as it may fill', async () => {
    const { time, kraken, feed, ofType } = feedUnderTest({ subscriptionsPerSocket: 200 });
    feed.subscribe(Array.from({ length: 450 }, (_, index) => book(`P${index}/USD`)));
    await time.advance(2000);
    expect(ofType('book-snapshot')).toHaveLength(450);
    expect(kraken.sockets).toHaveLength(3);
    expect(kraken.asked('book').map((symbols) => symbols.length)).toEqual([50, 50, 50, 50, 50, 50, 50, 50, 50]);
    feed.close();
  });

  it('bounds the rate of subscribe messages', async () => {
    const { time, kraken, feed } = feedUnderTest({
      limits: { symbolsPerMessage: 1, messagesPerSecond: 5, messageBurst: 10 },
    });
    feed.subscribe(Array.from({ length: 40 }, (_, index) => book(`P${index}/USD`)));
    await time.advance(50);
    expect(kraken.received).toHaveLength(10);
    await time.advance(2000);
    expect(kraken.received.length).toBeGreaterThanOrEqual(19);
    expect(kraken.received.length).toBeLessThanOrEqual(20);
    await time.advance(4100);
    expect(kraken.received).toHaveLength(40);
    feed.close();
  });

  it('carries a book at two depths over two connections, as one connection cannot', async () => {
    const { time, kraken, feed, ofType } = feedUnderTest();
    feed.subscribe([book('BTC/USD', 10), book('BTC/USD', 100)]);
    await time.advance(100);
    expect(ofType('book-snapshot').map(({ depth }) => depth)).toEqual([10, 100]);
    expect(kraken.sockets).toHaveLength(2);
    feed.close();
  });

  it('does not subscribe twice', async () => {
    const { time, kraken, feed } = feedUnderTest();
    feed.subscribe([BTC, BTC]);
    await time.advance(100);
    feed.subscribe([BTC]);
    await time.advance(100);
    expect(kraken.asked('book')).toEqual([['BTC/USD']]);
    feed.close();
  });

  describe('refusals', () => {
    it('tells at once which one is refused, and goes on with the others', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('WWW/USD', 'refuse');
      feed.subscribe([BTC, book('WWW/USD'), ETH]);
      await time.advance(15);
      expect(ofType('feed-refused')).toEqual([
        {
          type: 'feed-refused',
          time: time.now() - 5,
          subscription: book('WWW/USD'),
          reason: 'Currency pair not supported WWW/USD',
        },
      ]);
      expect(ofType('book-snapshot').map(({ pair }) => pair)).toEqual(['BTC/USD', 'ETH/USD']);
      await time.advance(60_000);
      expect(kraken.asked('book')).toHaveLength(1);
      feed.close();
    });

    it('asks one by one when a message is refused without saying which', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('WWW/USD', 'refuse-vaguely');
      feed.subscribe([book('WWW/USD'), BTC, ETH]);
      await time.advance(100);
      expect(ofType('feed-refused').map(({ subscription }) => subscription.pair)).toEqual(['WWW/USD']);
      expect(ofType('book-snapshot').map(({ pair }) => pair)).toEqual(['BTC/USD', 'ETH/USD']);
      expect(kraken.asked('book').slice(1)).toEqual([['WWW/USD'], ['BTC/USD'], ['ETH/USD']]);
      feed.close();
    });

    it('asks again when the exchange cannot just now', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('BTC/USD', 'later');
      feed.subscribe([BTC]);
      await time.advance(100);
      expect(ofType('feed-silent')).toMatchObject([{ subscription: BTC, reason: 'EService:Unavailable' }]);
      kraken.treatment.clear();
      await time.advance(3000);
      expect(ofType('book-snapshot')).toHaveLength(1);
      feed.close();
    });

    it('gives up an older subscription the exchange still holds', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('BTC/USD', 'already');
      feed.subscribe([BTC]);
      await time.advance(100);
      kraken.treatment.clear();
      await time.advance(2000);
      expect(kraken.received.map(({ method }) => method).filter((method) => method !== 'ping')).toEqual([
        'subscribe',
        'unsubscribe',
        'subscribe',
      ]);
      expect(ofType('book-snapshot')).toHaveLength(1);
      feed.close();
    });
  });

  describe('silence', () => {
    it('of an answer is told after 5 s, and asked again', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('BTC/USD', 'ignore');
      feed.subscribe([BTC, ETH]);
      await time.advance(4990);
      expect(ofType('feed-silent')).toEqual([]);
      await time.advance(20);
      expect(ofType('feed-silent')).toMatchObject([{ subscription: BTC, reason: 'no answer within 5000 ms' }]);
      kraken.treatment.clear();
      await time.advance(1500);
      expect(ofType('book-snapshot').map(({ pair }) => pair)).toEqual(['ETH/USD', 'BTC/USD']);
      feed.close();
    });

    it('of data after an acknowledgement is told after 10 s, and asked again', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('BTC/USD', 'acknowledge-only');
      feed.subscribe([BTC, ETH]);
      await time.advance(10_020);
      expect(ofType('feed-silent')).toMatchObject([
        { subscription: BTC, reason: 'acknowledged, but no data within 10000 ms' },
      ]);
      kraken.treatment.clear();
      await time.advance(1500);
      expect(ofType('book-snapshot').map(({ pair }) => pair)).toEqual(['ETH/USD', 'BTC/USD']);
      feed.close();
    });

    it('of everything but heartbeats ends in another connection', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      kraken.treatment.set('BTC/USD', 'ignore');
      feed.subscribe([BTC]);
      await time.advance(20_000);
      expect(ofType('feed-disconnected')[0]).toMatchObject({ reason: 'subscriptions are not answered' });
      feed.close();
    });

    it('of a live connection makes it fetch the quietest anew, and of one busy topic, that one', async () => {
      const { time, kraken, feed, ofType } = feedUnderTest();
      feed.subscribe([BTC, ETH]);
      await time.advance(59_000);
      kraken.say(tickerFrame('BTC/USD', 'update'), bookFrame('ETH/USD', 'update', ''));
      await time.advance(50_000);
      expect(kraken.asked('book')).toHaveLength(1);
      await time.advance(20_000);
      expect(kraken.asked('book').slice(1)).toEqual([['BTC/USD']]);
      expect(ofType('feed-resync-begun')).toMatchObject([{ subscription: BTC, cause: 'quiet' }]);
      expect(ofType('feed-silent')).toEqual([]);
      feed.close();
    });
  });

  it('unsubscribes: nothing of it comes any more, the connection goes with the last', async () => {
    const { time, kraken, feed, events } = feedUnderTest();
    feed.subscribe([BTC, ETH]);
    await time.advance(100);
    feed.unsubscribe([BTC]);
    const before = events.length;
    kraken.say(bookFrame('BTC/USD', 'update', ''), bookFrame('ETH/USD', 'update', ''));
    expect(events.slice(before)).toMatchObject([{ type: 'book-update', pair: 'ETH/USD' }]);
    await time.advance(100);
    expect(kraken.asked('book', 'unsubscribe')).toEqual([['BTC/USD']]);
    feed.unsubscribe([ETH]);
    await time.advance(100);
    expect(kraken.upSockets).toEqual([]);
    expect(time.pending).toBe(0);
    feed.subscribe([ETH]);
    await time.advance(100);
    expect(events.at(-1)).toMatchObject({ type: 'book-snapshot', pair: 'ETH/USD' });
    feed.close();
  });

  it('comes back to what was just left with an unsubscribe between, so that there is a new snapshot', async () => {
    const { time, kraken, feed, ofType } = feedUnderTest({ limits: { messagesPerSecond: 1, messageBurst: 2 } });
    feed.subscribe([BTC, ETH]);
    await time.advance(20);
    feed.unsubscribe([BTC]);
    feed.subscribe([BTC]);
    await time.advance(5000);
    expect(kraken.received.map(({ method }) => method)).toEqual(['subscribe', 'unsubscribe', 'subscribe']);
    expect(ofType('book-snapshot').map(({ pair }) => pair)).toEqual(['BTC/USD', 'ETH/USD', 'BTC/USD']);
    feed.close();
  });

  describe('resync', () => {
    it('holds updates back until the new snapshot, and leaves others alone', async () => {
      const { time, kraken, feed, events } = feedUnderTest();
      feed.subscribe([BTC, ETH]);
      await time.advance(100);
      const before = events.length;
      feed.resync(BTC);
      feed.resync(BTC);
      kraken.say(bookFrame('BTC/USD', 'update', ''), bookFrame('BTC/USD', 'snapshot', ''));
      kraken.say(bookFrame('ETH/USD', 'update', ''));
      await time.advance(6);
      kraken.say(bookFrame('BTC/USD', 'update', ''));
      await time.advance(100);
      kraken.say(bookFrame('BTC/USD', 'update', ''));
      expect(events.slice(before).map((event) => [event.type, 'pair' in event ? event.pair : ''])).toEqual([
        ['book-update', 'ETH/USD'],
        ['feed-subscribed', ''],
        ['book-snapshot', 'BTC/USD'],
        ['book-update', 'BTC/USD'],
      ]);
      expect(kraken.asked('book', 'unsubscribe')).toEqual([['BTC/USD']]);
      feed.close();
    });

    it('begun by the feed itself is over when whoever hears of it leaves', async () => {
      const { time, kraken, feed } = feedUnderTest({
        deliver: (event) => {
          if (event.type === 'feed-resync-begun') feed.unsubscribe([BTC]);
        },
      });
      feed.subscribe([BTC]);
      await time.advance(100);
      kraken.say(bookFrame('BTC/USD', 'update', '{"price":-1,"qty":1}'));
      await time.advance(100_000);
      expect(kraken.asked('book')).toHaveLength(1);
      expect(time.pending).toBe(0);
      feed.close();
    });

    it('again and again waits longer and longer', async () => {
      const { time, kraken, feed } = feedUnderTest({
        deliver: (event) => {
          if (event.type === 'book-snapshot') feed.resync(BTC);
        },
      });
      feed.subscribe([BTC]);
      await time.advance(60_000);
      expect(kraken.asked('book').length).toBeGreaterThan(5);
      expect(kraken.asked('book').length).toBeLessThan(10);
      feed.close();
    });
  });

  it('delivers nothing after close, from within an event either, and leaves no timer', async () => {
    const { time, kraken, events, feed } = feedUnderTest({
      deliver: (event) => {
        events.push(event);
        if (event.type === 'book-snapshot') feed.close();
      },
    });
    kraken.treatment.set('WWW/USD', 'ignore');
    feed.subscribe([BTC, ETH, book('WWW/USD')]);
    await time.advance(60_000);
    expect(events.at(-1)).toMatchObject({ type: 'book-snapshot', pair: 'BTC/USD' });
    expect(time.pending).toBe(0);
    feed.close();
    feed.subscribe([ETH]);
    await time.advance(1000);
    expect(kraken.attempts).toHaveLength(1);
  });

  it('delivers nothing after close, though the same frame had more to tell', async () => {
    const { time, kraken, events, feed } = feedUnderTest({
      deliver: (event) => {
        events.push(event);
        if (event.type === 'feed-silent') feed.close();
      },
    });
    for (const { pair } of [BTC, ETH]) kraken.treatment.set(pair, 'ignore');
    feed.subscribe([BTC, ETH]);
    await time.advance(100);
    kraken.say('{"error":"EService:Unavailable","method":"subscribe","req_id":1,"success":false}');
    expect(events.filter(({ type }) => type === 'feed-silent')).toHaveLength(1);
    expect(time.pending).toBe(0);
  });

  it.each([
    'feed-connected',
    'exchange-status-changed',
    'feed-subscribed',
    'feed-disconnected',
    'feed-refused',
  ] as const)('closed from within %s leaves no timer', async (type) => {
    const { time, kraken, events, feed } = feedUnderTest({
      deliver: (event) => {
        events.push(event);
        if (event.type === type) feed.close();
      },
    });
    kraken.treatment.set('WWW/USD', 'refuse');
    feed.subscribe([BTC, book('WWW/USD'), ETH]);
    await time.advance(100);
    kraken.hangUp();
    expect(events.at(-1)?.type).toBe(type);
    expect(time.pending).toBe(0);
  });

  it('unsubscribed from within an event is not asked for again', async () => {
    const { time, kraken, ofType, feed, events } = feedUnderTest({
      deliver: (event) => {
        events.push(event);
        if (event.type === 'feed-silent') feed.unsubscribe([BTC, ETH]);
      },
    });
    for (const { pair } of [BTC, ETH]) kraken.treatment.set(pair, 'ignore');
    feed.subscribe([BTC, ETH, ticker('XRP/USD')]);
    await time.advance(60_000);
    expect(ofType('feed-silent')).toHaveLength(1);
    expect(kraken.asked('book')).toHaveLength(1);
    feed.close();
  });

  it('leaves a subscription of another kind to its own topic', async () => {
    const { time, feed, ofType } = feedUnderTest();
    feed.subscribe([candles(1), candles(5)]);
    await time.advance(100);
    expect(ofType('candle-changed').map(({ interval }) => interval)).toEqual([1, 5]);
    feed.unsubscribe([candles(1)]);
    feed.resync(candles(1));
    await time.advance(100);
    expect(ofType('candle-changed')).toHaveLength(2);
    feed.close();
  });
});
