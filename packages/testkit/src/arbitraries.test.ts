import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candleSeries, marketTrades } from './arbitraries.js';

describe('candleSeries', () => {
  it('makes possible candles in order, on the clock', () => {
    fc.assert(
      fc.property(candleSeries(15), (candles) => {
        expect(candles.length).toBeGreaterThan(0);
        candles.forEach((one, i) => {
          expect(one.low).toBeGreaterThan(0);
          expect(one.low).toBeLessThanOrEqual(Math.min(one.open, one.close));
          expect(one.high).toBeGreaterThanOrEqual(Math.max(one.open, one.close));
          expect(one.openTime % (15 * 60_000)).toBe(0);
          const before = candles[i - 1];
          expect(one.openTime).toBeGreaterThan(before?.openTime ?? 0);
        });
        const empty = candles.filter((one) => one.trades === 0);
        for (const one of empty) {
          const close = candles[candles.indexOf(one) - 1]?.close;
          expect(one).toEqual({ ...one, open: close, high: close, low: close, close, volume: 0 });
        }
      }),
    );
  });

  it('has holes, empty candles, flat series and single candles among them', () => {
    const sample = fc.sample(candleSeries(1), { numRuns: 200, seed: 1 });
    const hole = 60_000;
    expect(
      sample.some((list) => list.some((one, i) => one.openTime - (list[i - 1]?.openTime ?? one.openTime) > hole)),
    ).toBe(true);
    expect(sample.some((list) => list.some((one) => one.trades === 0))).toBe(true);
    expect(sample.some((list) => list.length > 1 && list.every((one) => one.high === list[0]?.low))).toBe(true);
    expect(sample.some((list) => list.length === 1)).toBe(true);
  });
});

describe('marketTrades', () => {
  it('makes trades in order of time', () => {
    fc.assert(
      fc.property(marketTrades(), (trades) => {
        trades.forEach((one, i) => {
          expect(one.price).toBeGreaterThan(0);
          expect(one.quantity.isPositive()).toBe(true);
          expect(one.time).toBeGreaterThanOrEqual(trades[i - 1]?.time ?? 0);
        });
      }),
    );
  });
});
