import { describe, expect, it } from 'vitest';
import {
  Bollinger,
  bollingerSeries,
  LinearRegressionSlope,
  linearRegressionSlopeSeries,
  Obv,
  Sma,
  smaSeries,
  Stochastic,
  stochasticSeries,
} from './index.js';

const STEPS = 1_000_000;
const WINDOW = 200;

/** A random walk by a linear congruential generator, with a candle a thousand times as high now and then. */
function longWalk(): Float64Array {
  const prices = new Float64Array(STEPS);
  let state = 20_151_205;
  let price = 400;
  for (let i = 0; i < STEPS; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    price = Math.max(price * (1 + state / 2 ** 31 / 200), 1);
    prices[i] = i % 10_007 === 0 ? price * 1000 : price;
  }
  return prices;
}

/** The largest error of the streamed values relative to the last ones of the fresh columns. */
function error(streamed: readonly number[], fresh: readonly Float64Array[]): number {
  const errors = streamed.map((value, i) => {
    const expected = fresh[i]?.at(-1) ?? Number.NaN;
    return Math.abs((value - expected) / expected);
  });
  return Math.max(...errors);
}

describe('after a million steps', () => {
  const prices = longWalk();
  const tail = prices.subarray(STEPS - WINDOW);

  it('averages, bands and slopes equal a fresh computation to 1e-9', () => {
    const sma = new Sma({ period: 20 });
    const bollinger = new Bollinger({ period: 20 });
    const slope = new LinearRegressionSlope({ period: 9 });
    for (const price of prices) {
      sma.update(price);
      bollinger.update(price);
      slope.update(price);
    }
    const bands = bollingerSeries(tail, { period: 20 });
    expect(error([sma.value], [smaSeries(tail, { period: 20 })])).toBeLessThanOrEqual(1e-9);
    expect(
      error([bollinger.upper, bollinger.middle, bollinger.lower], [bands.upper, bands.middle, bands.lower]),
    ).toBeLessThanOrEqual(1e-9);
    expect(error([slope.value], [linearRegressionSlopeSeries(tail, { period: 9 })])).toBeLessThanOrEqual(1e-9);
  });

  it('the batch average of the whole equals a fresh computation to 1e-9', () => {
    expect(
      error([smaSeries(prices, { period: 20 }).at(-1) ?? Number.NaN], [smaSeries(tail, { period: 20 })]),
    ).toBeLessThanOrEqual(1e-9);
  });

  it('the stochastic equals a fresh computation to 1e-9', () => {
    const stochastic = new Stochastic();
    for (const price of prices) stochastic.update({ high: price * 1.01, low: price * 0.99, close: price });
    const { k, d } = stochasticSeries({ high: tail.map((p) => p * 1.01), low: tail.map((p) => p * 0.99), close: tail });
    expect(error([stochastic.k, stochastic.d], [k, d])).toBeLessThanOrEqual(1e-9);
  });

  it('on-balance volume equals the exact sum, to the last digit', () => {
    const obv = new Obv({ start: 'zero' });
    let exact = 0n;
    let last = 0;
    prices.forEach((price, i) => {
      // A huge volume on the way up to a spike and the same on the way down: a plain sum would lose what is small.
      const units = i % 10_007 <= 1 ? 2 ** 60 : Math.round(price * 1000) + 1;
      obv.update({ close: price, volume: units / 2 ** 20 });
      if (i > 0) exact += BigInt(Math.sign(price - last) * units);
      last = price;
    });
    expect(obv.value).toBe(Number(exact) / 2 ** 20);
  });
});
