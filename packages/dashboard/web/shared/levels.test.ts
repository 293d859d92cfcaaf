import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandleLevels, firstAtOrAfter, thinned, underwater } from './levels.js';

const candlesOf = (closes: readonly number[]) => ({
  openTime: Float64Array.from(closes, (_, row) => row * 60_000),
  open: Float64Array.from(closes),
  high: Float64Array.from(closes, (close) => close + 1),
  low: Float64Array.from(closes, (close) => close - 1),
  close: Float64Array.from(closes),
});

describe('CandleLevels', () => {
  it('shows every candle when they are few enough, and fewer, larger ones when not', () => {
    const levels = new CandleLevels(candlesOf(Array.from({ length: 100_000 }, (_, row) => row % 977)));
    expect(levels.between(0, 60_000 * 500, 4000)).toMatchObject({ level: 0 });
    const far = levels.between(0, Number.MAX_SAFE_INTEGER, 4000);
    expect(far.candles.openTime.length).toBeLessThanOrEqual(4000);
    expect(far.level).toBeGreaterThan(1);
    expect([Math.max(...far.candles.high), Math.min(...far.candles.low)]).toEqual([977, -1]);
    expect([far.candles.open[0], far.candles.close.at(-1)]).toEqual([0, 99_999 % 977]);
  });
});

describe('thinned', () => {
  it('keeps the first and last point, the peak and the fall, times ascending, and not many more than asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 4, max: 50 }),
        (value, most) => {
          const points = thinned({ time: value.map((_, row) => row), value }, 0, value.length, most);
          const values = points.map(([, one]) => one);
          expect([values[0] === undefined, Math.max(...values), Math.min(...values)]).toEqual([
            false,
            Math.max(...value),
            Math.min(...value),
          ]);
          expect(points.at(-1)).toEqual([value.length - 1, value.at(-1)]);
          for (const [row, [time]] of points.entries()) expect(time).toBeGreaterThan(points[row - 1]?.[0] ?? -1);
          expect(points.length).toBeLessThanOrEqual(most + 3);
        },
      ),
    );
  });
});

describe('underwater', () => {
  it('is 0 at every new peak and the share of the peak below it', () => {
    expect(Array.from(underwater({ time: [0, 1, 2, 3], value: [100, 80, 120, 90] }).value)).toEqual([0, -20, 0, -25]);
  });
});

describe('firstAtOrAfter', () => {
  it('finds what a plain search finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ max: 100 })), fc.integer({ max: 100 }), (some, time) => {
        const times = some.toSorted((a, b) => a - b);
        const plain = times.findIndex((one) => one >= time);
        expect(firstAtOrAfter(times, time)).toBe(plain < 0 ? times.length : plain);
      }),
    );
  });
});
