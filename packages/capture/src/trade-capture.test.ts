import { describe, expect, it } from 'vitest';
import { RememberedLog } from '../testing/remembered-log.js';
import { tape, traded } from '../testing/small-market.js';
import { Capture } from './capture.js';

const BTC = tape('BTC/USD');
const LOST = { type: 'feed-disconnected', reason: 'gone', retryInMs: 1000, subscriptions: [BTC] } as const;

function begun() {
  const log = new RememberedLog();
  const resynced: string[] = [];
  const capture = new Capture({ log, resync: ({ pair }) => resynced.push(pair) });
  capture.begin([BTC], 100);
  capture.process({ type: 'feed-subscribed', time: 110, subscription: BTC });
  capture.process(traded('BTC/USD', 120, [1, 50], true));
  const ids = () => log.tapes.flatMap(({ trades }) => trades.map(({ id }) => id));
  return { log, capture, resynced, ids, gaps: () => log.gapsOf('BTC/USD', 'market-trades').slice(1) };
}

const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a captured tape', () => {
  it('begins with the acknowledgement, and with the trades before it', () => {
    const { log, ids } = begun();
    expect(log.gapsOf('BTC/USD', 'market-trades')).toMatchObject([{ cause: 'start', from: 100, to: 110 }]);
    expect(ids()).toEqual(upTo(50));
  });

  it('keeps each number once', () => {
    const { capture, ids } = begun();
    capture.process(traded('BTC/USD', 130, [51, 51]));
    capture.process(traded('BTC/USD', 140, [20, 52], true));
    capture.process({
      ...traded('BTC/USD', 145, [2, 51], true),
      time: 120,
      trades: traded('BTC/USD', 120, [2, 51]).trades,
    });
    capture.process(traded('BTC/USD', 150, [40, 52]));
    expect(ids()).toEqual(upTo(52));
    expect(capture.figures[0]).toMatchObject({ kept: 52, verified: 52 });
  });

  it('lost nothing when the numbers go on after a lost connection', () => {
    const { capture, gaps } = begun();
    capture.process({ ...LOST, time: 130 });
    capture.process(traded('BTC/USD', 150, [2, 51], true));
    expect(gaps()).toMatchObject([{ cause: 'disconnect', from: 150, to: 150 }]);
    expect(capture.figures[0]?.gaps.has('disconnect')).toBe(false);
  });

  it('lost something when they do not', () => {
    const { capture, gaps } = begun();
    capture.process(traded('BTC/USD', 125, [51, 51]));
    capture.process({ ...LOST, time: 130 });
    capture.process(traded('BTC/USD', 150, [53, 102], true));
    capture.process(traded('BTC/USD', 160, [104, 104]));
    expect(gaps()).toMatchObject([
      { cause: 'disconnect', from: 125, to: 150 },
      { cause: 'hole', from: 150, to: 160 },
    ]);
  });

  it('follows an exchange that counts anew', () => {
    const { capture, ids } = begun();
    capture.process({ ...LOST, time: 130 });
    capture.process(traded('BTC/USD', 150, [1, 3], true));
    capture.process(traded('BTC/USD', 160, [4, 4]));
    expect(ids().slice(50)).toEqual([1, 2, 3, 4]);
  });

  it('is not offered again for want of room until there is some', () => {
    const { capture, log, resynced, gaps, ids } = begun();
    log.isFull = true;
    capture.process(traded('BTC/USD', 130, [51, 52]));
    log.isFull = false;
    capture.process(traded('BTC/USD', 140, [53, 53]));
    capture.relieved();
    expect(resynced).toEqual(['BTC/USD']);
    capture.process(traded('BTC/USD', 150, [10, 60], true));
    expect(ids()).toEqual(upTo(60));
    expect(gaps()).toMatchObject([{ cause: 'back-pressure', from: 150, to: 150 }]);
  });

  it('has a gap from a resync of the feed’s own to the proof that nothing was missed', () => {
    const { capture, gaps } = begun();
    capture.process({ type: 'feed-resync-begun', time: 130, subscription: BTC, cause: 'unreadable' });
    capture.process(traded('BTC/USD', 150, [52, 60], true));
    expect(gaps()).toMatchObject([{ cause: 'unreadable', from: 120, to: 150 }]);
  });

  it('is told of as refused, silent and stopped', () => {
    const { capture, gaps } = begun();
    capture.process({ type: 'feed-silent', time: 130, subscription: BTC, reason: 'no answer' });
    capture.process({ type: 'feed-refused', time: 140, subscription: BTC, reason: 'no' });
    capture.end(200);
    expect(gaps()).toMatchObject([
      { cause: 'silence', from: 120, to: 140 },
      { cause: 'refusal', from: 140, to: 200 },
      { cause: 'stop', from: 200 },
    ]);
  });
});
