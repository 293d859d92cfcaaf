import { aggregate } from '@fathom/candles';
import { type Candle, type Interval, intervalMs } from '@fathom/contracts';
import { candleColumns } from '@fathom/storage';
import { candleSeries, candlesOf } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CandleSource } from './candle-source.js';
import { candlesToPlay } from './candles-to-play.js';

/** Candles in chunks of `size`, whose columns are used again as a reader of files does it. */
function sourceOf(candles: readonly Candle[], fileInterval: Interval, interval: Interval, size: number): CandleSource {
  return {
    fileInterval,
    interval,
    path: 'made-up',
    leftAside: undefined,
    describe: () => Promise.reject(new Error('not here')),
    async *read({ to = Number.POSITIVE_INFINITY }) {
      const wanted = candles.filter(({ openTime }) => openTime < to);
      for (let at = 0; at < wanted.length; at += size) {
        const chunk = candleColumns(wanted.slice(at, at + size));
        yield chunk;
        for (const column of [chunk.openTime, chunk.open, chunk.close]) column.fill(Number.NaN);
      }
    },
  };
}

const played = async (source: CandleSource, range: Parameters<typeof candlesToPlay>[1]) => {
  const candles: Candle[] = [];
  for await (const chunk of candlesToPlay(source, range)) candles.push(...candlesOf(chunk));
  return candles;
};

/** A series with gaps, cut into chunks, and a range somewhere in it, on the grid or off it. */
const cases = fc.record({
  series: candleSeries(5),
  keep: fc.func(fc.integer({ min: 0, max: 3 })),
  size: fc.integer({ min: 1, max: 40 }),
  warmup: fc.integer({ min: 0, max: 30 }),
  begin: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('candlesToPlay', () => {
  it.each<[Interval, Interval]>([
    [5, 5],
    [5, 15],
    [5, 60],
  ])(
    'plays exactly the warm-up before the start and what closes by the end, whatever the gaps and chunks: %i to %i (property)',
    async (from, to) => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ series, keep, size, warmup, begin, length }) => {
          const candles = series.filter((_, i) => keep(i) > 0);
          const first = candles[0]?.openTime ?? 0;
          const close = (candles.at(-1)?.openTime ?? 0) + intervalMs(from);
          const start = first + Math.floor(begin * (close - first));
          const end = start + 1 + Math.floor(length * (close - start));
          // What a reader with the whole series in memory finds.
          const whole = aggregate(candles, { from, to, unfinished: true }).filter(
            ({ openTime }) => openTime >= first && openTime + intervalMs(to) <= close,
          );
          const counted = whole.filter(({ openTime }) => openTime >= start && openTime + intervalMs(to) <= end);
          const before = whole.filter(({ openTime }) => openTime < start);
          const warm = counted.length === 0 ? [] : before.slice(Math.max(before.length - warmup, 0));
          const source = sourceOf(candles, from, to, size);
          expect(await played(source, { start, end, warmup })).toEqual([...warm, ...counted]);
          expect(await played(source, { start: undefined, end: undefined, warmup })).toEqual(whole);
        }),
      );
    },
  );
});
