import { describe, expect, it } from 'vitest';
import { candle, candlesFrom, START } from './candle.js';
import { candlesOf, columnsOf } from './columns.js';
import { krakenCandles } from './kraken-candles.js';

describe('candle', () => {
  it('fills in what is not said so that the candle is possible', () => {
    expect(candle({ open: 100, close: 98 })).toEqual({
      openTime: START,
      open: 100,
      high: 100,
      low: 98,
      close: 98,
      volume: 1,
      trades: 1,
    });
    expect(candle({ low: 90 })).toMatchObject({ open: 100, high: 100, low: 90, close: 100 });
  });

  it('makes series from closes', () => {
    const [first, second] = candlesFrom([10, 12], { interval: 60 });
    expect(first).toMatchObject({ openTime: START, open: 10, close: 10 });
    expect(second).toMatchObject({ openTime: START + 3_600_000, open: 10, high: 12, low: 10, close: 12 });
  });
});

describe('krakenCandles', () => {
  const candles = krakenCandles();

  it('is 2,000 gapless hours', () => {
    expect(candles).toHaveLength(2000);
    candles.forEach((one, i) => expect(one.openTime).toBe(1_665_885_600_000 + i * 3_600_000));
    expect(candles.at(-1)).toEqual({
      openTime: 1_673_082_000_000,
      open: 16935.4,
      high: 16935.4,
      low: 16935.3,
      close: 16935.3,
      volume: 0.67357695,
      trades: 106,
    });
  });

  it('survives the way to columns and back', () => {
    expect(candlesOf(columnsOf(candles))).toEqual(candles);
  });
});
