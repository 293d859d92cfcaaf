import { describe, expect, it } from 'vitest';
import { tulip } from './tulip.js';
import { TulipIndicator } from './tulip-indicator.js';

const closes = Array.from({ length: 60 }, (_, i) => 400 + 10 * Math.sin(i) + i);

describe('tulip', () => {
  it('names several outputs and gives one bare', () => {
    const macd = tulip.macd({ shortPeriod: 12, longPeriod: 27, signalPeriod: 9 })(closes);
    expect(Object.keys(macd)).toEqual(['macd', 'macdSignal', 'macdHistogram']);
    expect(macd.macdHistogram).toHaveLength(60);
    expect(macd.macd.findIndex(Number.isFinite)).toBe(26);
    expect(tulip.sma({ period: 2 })([1, 2, 4])).toEqual(Float64Array.of(Number.NaN, 1.5, 3));
    expect(tulip.add()([1, 2], [10, 20])).toEqual(Float64Array.of(11, 22));
  });

  it.each([
    [() => tulip.sma({ period: 2.9 }), 'sma period 2.9 is not a whole number of at least 1'],
    [() => tulip.sma({ period: 0 }), 'sma period 0 is not a whole number of at least 1'],
    [() => tulip.sma({ period: 3e9 }), 'sma period 3000000000 is not a whole number of at least 1'],
    [() => tulip.bbands({ period: 20, stddev: Number.NaN }), 'bbands stddev NaN is not a finite number'],
    [
      () => tulip.macd({ shortPeriod: 26, longPeriod: 12, signalPeriod: 9 }),
      'macd does not accept shortPeriod 26, longPeriod 12, signalPeriod 9',
    ],
    [() => tulip.atr({ period: 3 })([3, 4], [1], [2, 3]), 'atr low has 1 values, not 2'],
    [() => tulip.ema({ period: 3 })([1, Number.NaN, 3]), 'ema real[1] NaN is not a finite number'],
    [() => new TulipIndicator('rsi', { period: 14 }, { window: 14 }), 'window 14 is not a whole number of at least 15'],
    [() => new TulipIndicator('rsi', { period: 14 }, { window: 20.5 }), 'window 20.5 is not a whole number'],
  ])('refuses what tulind would pass over or mangle: %s', (attempt, message) => {
    expect(attempt).toThrow(RangeError);
    expect(attempt).toThrow(message);
  });

  it('says which option is missing to a caller without types', () => {
    const options: object = {};
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a JavaScript caller can do
    expect(() => tulip.sma(options as { period: number })).toThrow('sma period undefined is not a finite number');
  });
});

describe('TulipIndicator', () => {
  it('is fed values or candles and keeps a bounded window', () => {
    const sma = new TulipIndicator('sma', { period: 3 }, { window: 3 });
    for (const close of closes) sma.update(close);
    expect(sma.value).toBeCloseTo(((closes[57] ?? 0) + (closes[58] ?? 0) + (closes[59] ?? 0)) / 3, 9);
    const stochastic = new TulipIndicator('stoch', { kPeriod: 5, kSlowingPeriod: 3, dPeriod: 3 });
    for (const close of closes) stochastic.update({ high: close + 1, low: close - 1, close });
    const whole = tulip.stoch({ kPeriod: 5, kSlowingPeriod: 3, dPeriod: 3 })(
      closes.map((close) => close + 1),
      closes.map((close) => close - 1),
      closes,
    );
    expect(stochastic.value).toEqual({ stochK: whole.stochK[59], stochD: whole.stochD[59] });
  });

  it('is NaN until ready', () => {
    const macd = new TulipIndicator('macd', { shortPeriod: 2, longPeriod: 5, signalPeriod: 3 });
    macd.update(1);
    expect([macd.isReady, macd.warmup, macd.value.macdSignal]).toEqual([false, 5, Number.NaN]);
  });
});
