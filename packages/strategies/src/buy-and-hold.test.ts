import { describe, expect, it } from 'vitest';
import { candleOf, decide, flat, openTrade } from '../testing/test-driver.js';
import { BuyAndHoldConfig, buyAndHold } from './buy-and-hold.js';

describe('buy-and-hold', () => {
  it('enters on the first candle and never again', () => {
    const candles = [candleOf({ high: 12, low: 8, close: 10 }), flat(11), flat(5)];
    expect(decide(buyAndHold.create(BuyAndHoldConfig.parse({})), candles)).toEqual([
      [{ action: 'enter', side: 'long', reason: 'buyAndHold', price: 10 }],
      [],
      [],
    ]);
  });

  it('never leaves', () => {
    const trades = { open: [openTrade('a', 10)], pendingEntries: 0, pending: [] };
    const signals = decide(buyAndHold.create({}), [flat(1), flat(1000)], trades).flat();
    expect(signals.filter(({ action }) => action === 'exit')).toEqual([]);
  });

  it('has nothing to set', () => {
    expect(BuyAndHoldConfig.safeParse({ stopLoss: 0.1 }).success).toBe(false);
  });
});
