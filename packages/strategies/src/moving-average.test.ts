import { krakenCandles } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { MovingAverage } from './moving-average.js';

/** The same from the whole series at once: whether the last 8 differences of the slope fall strictly. */
function isSlowing(prices: readonly number[]): boolean {
  const averages = windows(prices, 9).map((window) => window.reduce((sum, price) => sum + price, 0) / 9);
  const slopes = windows(averages, 9).map((window) => window.reduce((sum, y, i) => sum + ((i - 4) * y) / 60, 0));
  const differences = slopes.slice(1).map((slope, i) => slope - (slopes[i] ?? 0));
  const last = differences.slice(-8);
  return last.length === 8 && last.slice(1).every((difference, i) => difference < (last[i] ?? 0));
}

function windows(values: readonly number[], length: number): number[][] {
  return values.slice(length - 1).map((_, i) => values.slice(i, i + length));
}

describe('MovingAverage', () => {
  it('slows exactly where the whole series says so', () => {
    const prices = krakenCandles().map(({ close }) => close);
    const average = new MovingAverage({ maPeriod: 9, slopePeriod: 9 });
    let found = 0;
    for (const [i, price] of prices.entries()) {
      average.update(price);
      if (average.isSlowing) found += 1;
      expect(average.isSlowing, `candle ${i}`).toBe(isSlowing(prices.slice(Math.max(0, i - 24), i + 1)));
    }
    expect(found).toBeGreaterThan(0);
  });

  it('is complete after its warm-up', () => {
    const average = new MovingAverage({ maPeriod: 9, slopePeriod: 9 });
    expect(average.warmup).toBe(25);
    // the third power has a slope whose differences grow, upside down they fall
    for (let i = 0; i < 24; i++) average.update(-((i / 10) ** 3));
    expect(average.isSlowing).toBe(false);
    average.update(-(2.4 ** 3));
    expect(average.isSlowing).toBe(true);
  });

  it('remembers the average of one candle ago', () => {
    const average = new MovingAverage({ maPeriod: 2, slopePeriod: 2 });
    for (const price of [1, 3, 7]) average.update(price);
    expect(average).toMatchObject({ previous: 2, value: 5, slope: 3 });
  });
});
