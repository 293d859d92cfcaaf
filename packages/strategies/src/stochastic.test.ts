import { describe, expect, it } from 'vitest';
import { StochasticConfig, stochastic } from './stochastic.js';
import { candleAtK, candleOf, decide, openTrade, reasons } from '../testing/test-driver.js';

// Lengths of 1 make %K the place of the close in its own candle.
const own = { kPeriod: 1, kSlowing: 1, dPeriod: 1, history: 1 };
const make = (settings: object = {}) => stochastic.create(StochasticConfig.parse({ ...own, ...settings }));
const at = (close: number) => candleOf({ high: 200, low: 100, close });
const atKs = (...ks: number[]) => ks.map((k) => candleAtK(k));

describe('stochastic', () => {
  it('enters at 20 or below, without a stop', () => {
    const [, above, entry] = decide(make(), [at(150), at(121), at(120)]);
    expect(above).toEqual([]);
    expect(entry).toEqual([{ action: 'enter', side: 'long', reason: 'overSold', price: 140 }]);
  });

  it('enters on every candle down there until enough trades are open', () => {
    expect(reasons(make(), atKs(50, 10, 10, 10))).toEqual(['', 'overSold', 'overSold', 'overSold']);
    expect(reasons(make(), atKs(50, 10), { open: [], pendingEntries: 3, pending: [] })).toEqual(['', '']);
  });

  it('enters at another level, or never', () => {
    expect(reasons(make({ overSold: 5 }), atKs(50, 10, 4))).toEqual(['', '', 'overSold']);
    expect(reasons(make({ overSold: false }), atKs(50, 10, 0)).join('')).toBe('');
  });

  it('has seen 14 candles before the first entry, more when its lengths need more', () => {
    const standard = stochastic.create(StochasticConfig.parse({}));
    expect(standard.warmup).toBe(14);
    const entries = reasons(
      standard,
      Array.from({ length: 20 }, () => at(101)),
    );
    expect(entries.findIndex((reason) => reason === 'overSold')).toBe(14);
    expect(make({ kPeriod: 40 }).warmup).toBe(40);
  });

  it('leaves with 0.4 % profit, or not', () => {
    const trades = { open: [openTrade('a', 100)], pendingEntries: 0, pending: [] };
    const candles = [candleAtK(50, 100.39), candleAtK(50, 100.41)];
    expect(reasons(make(), candles, trades)).toEqual(['', 'takeProfit']);
    expect(reasons(make({ takeProfit: false }), candles, trades)).toEqual(['', '']);
  });

  it('leaves at 80 or above, at another level, or not', () => {
    const trades = { open: [openTrade('a', 1000)], pendingEntries: 0, pending: [] };
    const candles = [at(179), at(180)];
    expect(reasons(make(), candles, trades)).toEqual(['', 'overBought']);
    expect(reasons(make({ overBought: 70 }), candles, trades)).toEqual(['overBought', 'overBought']);
    expect(reasons(make({ overBought: false }), candles, trades)).toEqual(['', '']);
  });

  it('takes profit before it looks at the level', () => {
    const trades = { open: [openTrade('a', 1), openTrade('b', 1000)], pendingEntries: 0, pending: [] };
    expect(reasons(make(), [at(180)], trades)).toEqual(['takeProfit overBought']);
  });

  it('rests a stop when given one', () => {
    expect(decide(make({ stopLoss: 0.1 }), [at(150), at(120)])[1]).toEqual([
      { action: 'enter', side: 'long', reason: 'overSold', price: 140, stopPrice: 126 },
    ]);
  });
});
