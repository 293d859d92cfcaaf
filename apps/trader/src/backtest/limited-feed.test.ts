import type { CandleColumns } from '@fathom/contracts';
import { candle, columnsOf } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { StrategyHung } from '../trade/limited-call.js';
import { LimitedFeed } from './limited-feed.js';

const MINUTE = 60_000;
const candles = (count: number) =>
  columnsOf(Array.from({ length: count }, (_, i) => candle({ openTime: i * MINUTE, close: 100 + i })));
const columns = candles(10_000);

/** Feeds the candles to a player that takes so long for each. @returns the parts */
function parts(msOf: (row: number) => number, given = columns): CandleColumns[] {
  let now = 0;
  const seen: CandleColumns[] = [];
  const player = {
    feedColumns(part: CandleColumns) {
      seen.push(part);
      for (const openTime of part.openTime) now += msOf(openTime / MINUTE);
    },
  };
  new LimitedFeed('mine', () => now).feed(player, given);
  return seen;
}

describe('LimitedFeed', () => {
  it('feeds each candle once, in sequence', () => {
    const seen = parts((row) => row % 7);
    expect(seen.flatMap(({ openTime }) => [...openTime])).toEqual([...columns.openTime]);
    expect(seen.flatMap(({ close }) => [...close])).toEqual([...columns.close]);
    for (const { length, volume } of seen) expect(volume).toHaveLength(length);
  });

  it('feeds few candles at a time to a strategy that thinks for long, and many to others', () => {
    const lengths = (ms: number) => parts(() => ms).map(({ length }) => length);
    expect(lengths(0).slice(0, 14)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 1809]);
    expect(Math.max(...lengths(10))).toBe(100);
    const slow = parts(() => 5000, candles(20));
    expect(slow.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 1));
    const slower = parts((row) => (row < 2000 ? 1 : 500), candles(3000));
    expect(slower.at(-2)?.length).toBe(2);
  });

  it('ends when a strategy does not come back', () => {
    const feed = new LimitedFeed('mine', () => 0, 20);
    const player = {
      feedColumns() {
        for (;;) JSON.stringify({});
      },
    };
    expect(() => feed.feed(player, columns)).toThrow(StrategyHung);
    expect(() => feed.feed(player, columns)).toThrow(
      'strategy mine had not come back after 0.02 s and was interrupted',
    );
  });
});
