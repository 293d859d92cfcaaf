import { recordedBook, recordedFrames } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { book, feedUnderTest, ticker, trades } from '../../../testing/ws/feed-under-test.js';
import { bookFrame, tradeFrame } from '../../../testing/ws/scripted-kraken.js';

async function subscribed() {
  const test = feedUnderTest();
  test.feed.subscribe([book('BTC/USD', 25), ticker('BTC/USD'), trades('BTC/USD')]);
  await test.time.advance(100);
  test.events.length = 0;
  return test;
}

const entry = (symbol: string, bid: string) => `{"symbol":"${symbol}","bid":${bid},"ask":2,"last":3}`;
const frames = [
  ...recordedFrames(),
  ...recordedBook('btcusd_sample')
    .slice(0, 40)
    .map(({ bytes }) => bytes.toString()),
];

describe('odd frames', () => {
  it.each([
    ['nothing', '', 'not a frame: ""'],
    ['bytes that are no text', '\u0000\ufffd\u0001', 'not a frame: "\\u0000\ufffd\\u0001"'],
    ['half a frame', '{"channel":"ticker","type":"upd', 'not a frame: "{\\"channel\\":\\"ticker\\",\\"type\\":\\"upd"'],
    ['a list', '[1,2]', 'not a frame: "[1,2]"'],
    ['a number', '17', 'not a frame: "17"'],
    ['a long one', `x${'y'.repeat(1_000_000)}`, `not a frame: "x${'y'.repeat(59)}… (1000001 characters)"`],
    ['a new channel', '{"channel":"level9","type":"update","data":[]}', 'channel "level9" is not known'],
    ['a new method', '{"method":"dance","success":true}', 'answer to "dance"'],
    [
      'a refused order',
      '{"error":"EGeneral:Permission denied","method":"add_order","success":false}',
      'answer to "add_order": EGeneral:Permission denied',
    ],
    ['an answer that is none', '{"method":"subscribe","success":"yes"}', 'success is not true or false'],
    ['neither', '{"a":1}', 'channel is missing, it should be a text'],
    ['a kind of data unheard of', '{"channel":"ticker","type":"dream","data":[]}', 'type is not snapshot or update'],
    ['data that is no list', '{"channel":"ticker","type":"update","data":{}}', 'data is not a list'],
    [
      'a status without system',
      '{"channel":"status","type":"update","data":[{}]}',
      'system is missing, it should be a text',
    ],
    [
      'wrong types',
      '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":"1","ask":2,"last":3}]}',
      'ticker BTC/USD: bid is not a number',
    ],
    [
      'an endless number',
      '{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":1e999,"ask":2,"last":3}]}',
      'ticker BTC/USD: bid 1e999 is too large',
    ],
    ['no pair', '{"channel":"ticker","type":"update","data":[7]}', 'ticker : an entry is not an object'],
  ])('%s is skipped', async (_, frame, reason) => {
    const { kraken, events, feed, time } = await subscribed();
    kraken.say(frame);
    expect(events).toEqual([{ type: 'feed-skipped', time: time.now(), reason, frame: frame.slice(0, 65_536) }]);
    kraken.say(bookFrame('BTC/USD', 'update', ''));
    expect(events.at(-1)).toMatchObject({ type: 'book-update' });
    feed.close();
  });

  it('of a book or a tape that cannot be read make it be fetched anew, and only that', async () => {
    const { time, kraken, events, feed } = await subscribed();
    kraken.say(bookFrame('BTC/USD', 'update', '{"price":-1,"qty":1}'));
    expect(events).toMatchObject([
      { type: 'feed-skipped', reason: 'book BTC/USD: -1 in a book' },
      { type: 'feed-resync-begun', subscription: { channel: 'book', pair: 'BTC/USD' }, cause: 'unreadable' },
    ]);
    await time.advance(100);
    expect(events.at(-1)).toMatchObject({ type: 'book-snapshot' });
    kraken.say(tradeFrame('BTC/USD', 'update', 70635253).replace('"sell"', '"gift"'));
    await time.advance(100);
    expect(kraken.asked('trade')).toHaveLength(2);
    expect(kraken.asked('ticker')).toHaveLength(1);
    feed.close();
  });

  it('one bad entry does not cost the others of its frame', async () => {
    const { kraken, ofType, feed, time } = await subscribed();
    feed.subscribe([ticker('ETH/USD')]);
    await time.advance(100);
    const before = ofType('ticker-changed').length;
    kraken.say(`{"channel":"ticker","type":"update","data":[${entry('BTC/USD', 'null')},${entry('ETH/USD', '1')}]}`);
    expect(ofType('ticker-changed').slice(before)).toMatchObject([{ pair: 'ETH/USD', ticker: { bid: 1 } }]);
    feed.close();
  });

  it('a known frame written in another way is read all the same', async () => {
    const { kraken, events, feed } = await subscribed();
    kraken.say(bookFrame('BTC/USD', 'update', '{"qty":0.50930100,"price":66788.0}').replaceAll('":', '" : '));
    expect(events).toMatchObject([
      { type: 'book-update', bids: [{ price: '66788.0', quantity: '0.50930100' }], depth: 25 },
    ]);
    feed.close();
  });

  it('of whatever kind, cut, torn and mixed, break nothing', async () => {
    const { kraken, events, feed, time } = await subscribed();
    const piece = fc.record({ text: fc.constantFrom(...frames), from: fc.nat(300), to: fc.nat(600) });
    const torn = fc
      .array(piece, { minLength: 1, maxLength: 3 })
      .map((pieces) => pieces.map(({ text, from, to }) => text.slice(from, to)).join(''));
    const swapped = fc
      .tuple(fc.constantFrom(...frames), fc.nat(5), fc.constantFrom('null', '[]', '{}', '"x"', '-1', '1e999', 'true'))
      .map(([text, skip, value]) => {
        let seen = 0;
        return text.replace(/(?<=":)("[^"]*"|-?[\d.]+|true)/g, (old) => (seen++ === skip ? value : old));
      });
    const frame = fc.oneof(torn, swapped, fc.string(), fc.json(), fc.constantFrom(...frames));
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), (many) => kraken.say(...many)),
      { numRuns: 3000 },
    );
    await time.advance(120_000);
    events.length = 0;
    kraken.say(bookFrame('BTC/USD', 'update', ''));
    expect(events).toMatchObject([{ type: 'book-update', pair: 'BTC/USD' }]);
    feed.close();
    expect(time.pending).toBe(0);
  });
});

describe('market trades', () => {
  it('go on through a lost connection without a hole and without a repetition', async () => {
    const { time, kraken, ofType, feed } = await subscribed();
    kraken.say(tradeFrame('BTC/USD', 'update', 70635253), tradeFrame('BTC/USD', 'update', 70635253, 70635254));
    kraken.snapshotOf = () => [tradeFrame('BTC/USD', 'snapshot', 70635250, 70635299)];
    kraken.hangUp();
    await time.advance(3000);
    kraken.say(tradeFrame('BTC/USD', 'update', 70635300));
    const ids = ofType('market-traded').flatMap((event) => event.trades.map(({ id }) => id));
    expect(ids).toEqual(Array.from({ length: 48 }, (_, index) => 70635253 + index));
    expect(ofType('market-traded').every(({ isSnapshot }) => !isSnapshot)).toBe(true);
    feed.close();
  });

  it('that were lost are fetched', async () => {
    const { time, kraken, ofType, feed } = await subscribed();
    kraken.snapshotOf = () => [tradeFrame('BTC/USD', 'snapshot', 70635210, 70635259)];
    kraken.say(tradeFrame('BTC/USD', 'update', 70635259));
    expect(ofType('market-traded')).toEqual([]);
    expect(ofType('feed-resync-begun')).toMatchObject([
      { subscription: { channel: 'market-trades', pair: 'BTC/USD' }, cause: 'hole' },
    ]);
    await time.advance(100);
    expect(ofType('market-traded').flatMap((event) => event.trades.map(({ id }) => id))).toEqual([
      70635253, 70635254, 70635255, 70635256, 70635257, 70635258, 70635259,
    ]);
    expect(ofType('feed-skipped')).toEqual([]);
    feed.close();
  });

  it('that cannot be fetched are told of, and the tape goes on', async () => {
    const { time, kraken, ofType, feed } = await subscribed();
    kraken.snapshotOf = () => [tradeFrame('BTC/USD', 'snapshot', 70635300, 70635349)];
    kraken.say(tradeFrame('BTC/USD', 'update', 70635349));
    await time.advance(100);
    expect(ofType('feed-skipped')).toMatchObject([
      { reason: 'market trades 70635253 to 70635299 of BTC/USD were not received' },
    ]);
    kraken.say(tradeFrame('BTC/USD', 'update', 70635352));
    expect(ofType('feed-skipped').at(-1)?.reason).toContain('70635350 to 70635351');
    expect(ofType('market-traded').at(-1)?.trades).toHaveLength(1);
    feed.close();
  });

  it('of a snapshot that comes late are not taken for new ones', async () => {
    const { kraken, ofType, feed } = await subscribed();
    kraken.say(tradeFrame('BTC/USD', 'update', 70635253));
    kraken.say(tradeFrame('BTC/USD', 'snapshot', 70635203, 70635252));
    kraken.say(tradeFrame('BTC/USD', 'update', 70635254));
    expect(ofType('market-traded').flatMap((event) => event.trades.map(({ id }) => id))).toEqual([70635253, 70635254]);
    feed.close();
  });

  it('counted anew by the exchange are taken as new', async () => {
    const { time, kraken, ofType, feed } = await subscribed();
    kraken.snapshotOf = () => [tradeFrame('BTC/USD', 'snapshot', 1, 3).replaceAll('2024-05-27', '2024-05-28')];
    kraken.hangUp();
    await time.advance(3000);
    expect(ofType('market-traded').at(-1)).toMatchObject({
      isSnapshot: true,
      trades: [{ id: 1 }, { id: 2 }, { id: 3 }],
    });
    feed.close();
  });
});
