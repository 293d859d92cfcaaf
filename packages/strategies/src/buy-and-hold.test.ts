import { describe, expect, it } from 'vitest';
import { candleOf, decide, flat, openTrade } from '../testing/test-driver.js';
import { BuyAndHoldConfig, buyAndHold } from './buy-and-hold.js';

describe('buy-and-hold', () => {
  it('enters on the first candle, and on the next ones while nothing comes of it', () => {
    const candles = [candleOf({ high: 12, low: 8, close: 10 }), flat(11)];
    expect(decide(buyAndHold.create(BuyAndHoldConfig.parse({})), candles).flat()).toMatchObject([
      { action: 'enter', side: 'long', reason: 'buyAndHold', price: 10 },
      { action: 'enter', side: 'long', reason: 'buyAndHold', price: 11 },
    ]);
  });

  it.each([
    ['an entry on its way', { open: [], pendingEntries: 1, pending: [] }],
    ['a trade', { open: [openTrade('a', 10)], pendingEntries: 0, pending: [] }],
  ])('never enters again once there has been %s', (_name, trades) => {
    const strategy = buyAndHold.create({});
    expect(decide(strategy, [flat(1)], trades).flat()).toEqual([]);
    expect(decide(strategy, [flat(2), flat(3)]).flat()).toEqual([]);
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
