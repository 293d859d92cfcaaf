import { type Candle, Decimal, intervalMs } from '@fathom/contracts';
import { candle, candleSeries, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BTC_USD } from '../../testing/instruments.js';
import { candlePrints } from './candle-prints.js';

const options = { instrument: BTC_USD, interval: 5 as const, seed: 7 };

function rebuilt(prints: ReturnType<typeof candlePrints>) {
  const candles = new Map<number, { prices: number[]; volume: Decimal }>();
  for (const { time, price, quantity } of prints) {
    const openTime = Math.floor(time / intervalMs(5)) * intervalMs(5);
    const { prices, volume } = candles.get(openTime) ?? { prices: [], volume: Decimal.ZERO };
    candles.set(openTime, { prices: [...prices, price], volume: volume.plus(quantity) });
  }
  return [...candles].map(([openTime, { prices, volume }]) => ({
    openTime,
    open: prices[0],
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices.at(-1),
    volume: volume.toNumber(),
    trades: prices.length,
  }));
}

function pricesOf(fields: Partial<Candle>): number[] {
  return [...candlePrints([candle(fields)], options)].map(({ price }) => price);
}

function seeded(seed: number) {
  return [...candlePrints([candle({ high: 110, trades: 30 })], { ...options, seed })];
}

describe('prints of candles', () => {
  it('rebuild exactly the candles they came from', () => {
    fc.assert(
      fc.property(candleSeries(5, 20), fc.nat(), (candles, seed) => {
        const traded = candles
          .filter(({ trades }) => trades > 0)
          // Enough units and trades for the worst shape; what happens below that has its own tests.
          .map((one) => ({ ...one, trades: Math.max(4, one.trades), volume: one.volume + 0.00001 }))
          .map((one) => ({ ...one, volume: Math.round(one.volume * 1e8) / 1e8 }));
        expect(rebuilt(candlePrints(traded, { ...options, seed }))).toEqual(traded);
      }),
      { numRuns: 60 },
    );
  });

  it('are in order of time, numbered without a hole, and quiet in a candle without trades', () => {
    const candles = [candle({ trades: 50 }), candle({ openTime: START + 300_000, trades: 0, volume: 0 })];
    const prints = [...candlePrints([...candles, candle({ openTime: START + 600_000, trades: 50 })], options)];
    expect(prints).toHaveLength(100);
    expect(prints.map(({ id }) => id)).toEqual(prints.map((_, index) => index + 1));
    expect(prints.every(({ time }, index) => index === 0 || time >= (prints[index - 1]?.time ?? 0))).toBe(true);
  });

  it('go to the nearer of high and low first', () => {
    expect(pricesOf({ open: 100, high: 103, low: 90, close: 95, trades: 4 })).toEqual([100, 103, 90, 95]);
    expect(pricesOf({ open: 100, high: 120, low: 99, close: 110, trades: 4 })).toEqual([100, 99, 120, 110]);
  });

  it('need no more than the candle counts when the close is an extreme', () => {
    const shape = { open: 100, high: 110, low: 95, close: 95, trades: 3 };
    expect([...candlePrints([candle(shape)], options)].map(({ price }) => price)).toEqual([100, 110, 95]);
  });

  it('are few when there is little volume to share, and none is empty', () => {
    const [first, ...others] = candlePrints([candle({ volume: 0.00000003, trades: 500 })], options);
    expect([first, ...others].map((print) => print?.quantity.toFixed(8))).toEqual([
      '0.00000001',
      '0.00000001',
      '0.00000001',
    ]);
  });

  it('are as many as the shape needs when nobody counted', () => {
    const polled = candle({ open: 1, high: 3, low: 0.5, close: 2, trades: Number.NaN, volume: Number.NaN });
    expect([...candlePrints([polled], options)].map(({ price }) => price)).toEqual([1, 0.5, 3, 2]);
  });

  it('are the same for the same seed and others for another', () => {
    expect(seeded(1)).toEqual(seeded(1));
    expect(seeded(1)).not.toEqual(seeded(2));
  });

  it('can be thinned out without losing shape or volume', () => {
    const thin = candlePrints([candle({ high: 130, low: 80, volume: 12.5, trades: 4000 })], {
      ...options,
      maxPrints: 9,
    });
    expect(rebuilt(thin)).toEqual([{ ...candle({ high: 130, low: 80, volume: 12.5 }), trades: 9 }]);
  });
});
