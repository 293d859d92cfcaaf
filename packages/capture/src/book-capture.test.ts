import type { BookUpdate } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { RememberedLog } from '../testing/remembered-log.js';
import { book, SmallMarket } from '../testing/small-market.js';
import { Capture } from './capture.js';

const BTC = book('BTC/USD');
const wrong = (message: BookUpdate): BookUpdate => ({ ...message, checksum: message.checksum ^ 1 });

/** A capture of two books, both live since 110. */
function live() {
  const log = new RememberedLog();
  const resynced: string[] = [];
  const capture = new Capture({ log, resync: ({ pair }) => resynced.push(pair) });
  const [btc, eth] = [new SmallMarket('BTC/USD'), new SmallMarket('ETH/USD')];
  capture.begin([BTC, book('ETH/USD')], 100);
  for (const market of [btc, eth]) capture.process(market.snapshot(110));
  return { log, resynced, capture, btc, eth, states: () => log.books.map(({ state }) => state) };
}

describe('a captured book', () => {
  it('has a gap until its first snapshot', () => {
    const { log } = live();
    expect(log.gapsOf('BTC/USD')).toEqual([{ channel: 'book', pair: 'BTC/USD', cause: 'start', from: 100, to: 110 }]);
  });

  it('keeps every message as it came and counts it', () => {
    const { log, capture, btc } = live();
    const update = btc.update(120, '2.50000000');
    capture.process(update);
    expect(log.books.at(-1)?.message).toBe(update);
    expect(capture.figures[0]).toMatchObject({ kept: 2, verified: 2, suspect: 0, lastAt: 120, lagMs: 2 });
  });

  it('is suspect from a wrong checksum to the next snapshot, which it asks for once, and others are left alone', () => {
    const { log, capture, btc, eth, resynced, states } = live();
    capture.process(btc.update(120, '2.00000000'));
    capture.process(wrong(btc.update(130, '3.00000000')));
    capture.process(btc.update(140, '4.00000000'));
    capture.process(eth.update(150, '5.00000000'));
    capture.process(btc.snapshot(160));
    expect(states()).toEqual(['verified', 'verified', 'verified', 'suspect', 'suspect', 'verified', 'verified']);
    expect(resynced).toEqual(['BTC/USD']);
    expect(log.gapsOf('BTC/USD').slice(1)).toEqual([
      { channel: 'book', pair: 'BTC/USD', cause: 'mismatch', from: 120, to: 160 },
    ]);
    expect(log.gapsOf('ETH/USD')).toHaveLength(1);
  });

  it('is fetched again when the snapshot itself is wrong', () => {
    const { log, capture, btc, resynced } = live();
    capture.process({ ...btc.snapshot(120), checksum: 7 });
    capture.process({ ...btc.snapshot(130), checksum: 7 });
    capture.process(btc.snapshot(140));
    expect(resynced).toEqual(['BTC/USD', 'BTC/USD']);
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'mismatch', from: 110, to: 140 });
  });

  it('misses what was under way when the connection broke, from the last thing that came by it', () => {
    const { log, capture, btc, eth } = live();
    capture.process(eth.update(150, '2.00000000'));
    capture.process({
      type: 'feed-disconnected',
      time: 170,
      reason: 'gone',
      retryInMs: 1000,
      subscriptions: [BTC, book('ETH/USD')],
    });
    capture.process(btc.update(180, '9.00000000'));
    capture.process(btc.snapshot(190));
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'disconnect', from: 150, to: 190 });
    expect(log.gapsOf('ETH/USD').at(-1)).toMatchObject({
      cause: 'disconnect',
      from: 150,
      to: Number.POSITIVE_INFINITY,
    });
    expect(log.books.at(-2)).toMatchObject({ state: 'unverifiable', message: { receivedAt: 180 } });
  });

  it('has a gap before a new snapshot that nobody explained, unless it says the same', () => {
    const { log, capture, btc } = live();
    capture.process(btc.snapshot(120));
    expect(log.gapsOf('BTC/USD')).toHaveLength(1);
    btc.update(0, '7.00000000');
    capture.process(btc.snapshot(130));
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'hole', from: 120, to: 130 });
  });

  it('that is refused has a gap of that cause to the end', () => {
    const { log, capture } = live();
    capture.begin([book('NOPE/USD')], 120);
    capture.process({ type: 'feed-refused', time: 130, subscription: book('NOPE/USD'), reason: 'not supported' });
    capture.end(200);
    expect(log.gapsOf('NOPE/USD')).toMatchObject([
      { cause: 'start', from: 120, to: 130 },
      { cause: 'refusal', from: 130, to: 200 },
      { cause: 'stop', from: 200, to: Number.POSITIVE_INFINITY },
    ]);
  });

  it('that went quiet lost nothing but the time of fetching when it is the same', () => {
    const { log, capture, btc } = live();
    capture.process({ type: 'feed-resync-begun', time: 400_000, subscription: BTC, cause: 'quiet' });
    expect(log.begun.at(-1)).toMatchObject({ cause: 'silence', from: 110 });
    capture.process(btc.snapshot(400_100));
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'silence', from: 400_000, to: 400_100 });
  });

  it('that went quiet and is another one lost something at any time since', () => {
    const { log, capture, btc } = live();
    capture.process({ type: 'feed-resync-begun', time: 400_000, subscription: BTC, cause: 'quiet' });
    btc.update(0, '7.00000000');
    capture.process(btc.snapshot(400_100));
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'silence', from: 110, to: 400_100 });
  });

  it('is not offered again for want of room until there is some', () => {
    const { log, capture, btc, resynced } = live();
    log.isFull = true;
    capture.process(btc.update(120, '2.00000000'));
    log.isFull = false;
    capture.process(btc.update(130, '3.00000000'));
    expect(resynced).toEqual([]);
    capture.relieved();
    capture.relieved();
    expect(resynced).toEqual(['BTC/USD']);
    capture.process(btc.snapshot(140));
    expect(log.books).toHaveLength(3);
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'back-pressure', from: 110, to: 140 });
    expect(capture.figures[0]).toMatchObject({ dropped: 2 });
  });

  it('keeps what no book can hold as it is, and fetches the book anew', () => {
    const { log, capture, btc, resynced } = live();
    const update = { ...btc.update(120, '2.00000000'), bids: [{ price: '1'.repeat(60), quantity: '1' }] };
    capture.process(update);
    expect(JSON.parse(log.frames[0]?.frame ?? '')).toEqual(update);
    expect(resynced).toEqual(['BTC/USD']);
    capture.process(btc.snapshot(130));
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ cause: 'unreadable', from: 110, to: 130 });
  });

  it('keeps frames nobody understood', () => {
    const { log, capture } = live();
    capture.process({ type: 'feed-skipped', time: 120, reason: 'not a frame', frame: '\u0000' });
    capture.process({ type: 'feed-skipped', time: 121, reason: 'trades are missing' });
    expect(log.frames).toEqual([{ frame: '\u0000', reason: 'not a frame', time: 120 }]);
  });

  it('has gaps that never end before they begin, whatever the clock does', () => {
    const { log, capture, btc } = live();
    capture.process(wrong(btc.update(120, '2.00000000')));
    capture.process(btc.snapshot(50));
    expect(log.gapsOf('BTC/USD').at(-1)).toMatchObject({ from: 110, to: 110 });
    expect(capture.figures[0]?.gaps).toEqual(new Map([['start', 1]]));
  });
});
