import type { Candle, Signal } from '@fathom/contracts';
import { krakenCandles } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { MacdCrossConfig, macdCross } from './macd-cross.js';
import { candleOf, decide, flat, openTrade, reasons, trade } from '../testing/test-driver.js';

const make = (settings: object = {}) => macdCross.create(MacdCrossConfig.parse(settings));
const small = { fast: 1, slow: 2, signal: 2 };

/** The same strategy written out as one loop: what every order fills at the next open makes of 1 unit without fees. */
function byHand(candles: readonly Candle[], from: number): { index: number; reason: string }[] {
  const [first] = candles;
  let fast = first?.close ?? 0;
  let slow = fast;
  let signal = 0;
  let previous = 0;
  let isIn = false;
  const found: { index: number; reason: string }[] = [];
  for (const [index, { close }] of candles.entries()) {
    fast += (2 / 13) * (close - fast);
    slow += (2 / 27) * (close - slow);
    signal += (2 / 10) * (fast - slow - signal);
    const histogram = fast - slow - signal;
    if (index >= from && !isIn && previous <= 0 && histogram > 0) {
      isIn = true;
      found.push({ index, reason: 'crossAbove' });
    } else if (index >= from && isIn && previous >= 0 && histogram < 0) {
      isIn = false;
      found.push({ index, reason: 'crossBelow' });
    }
    previous = histogram;
  }
  return found;
}

describe('macd-cross', () => {
  it('enters on the close when the histogram rises through 0, without a stop', () => {
    const candles = [10, 10, 9].map((price) => candleOf({ high: price + 5, low: price, close: price }));
    const entry = decide(make(small), [...candles, candleOf({ high: 12, low: 3, close: 12 })])[3];
    expect(entry).toEqual([{ action: 'enter', side: 'long', reason: 'crossAbove', price: 12 }]);
  });

  it('counts a rise from exactly 0 and a fall from exactly 0', () => {
    expect(reasons(make(small), [10, 10, 10, 12].map(flat))[3]).toBe('crossAbove');
    const one = { open: [openTrade('a', 10)], pendingEntries: 0, pending: [] };
    expect(reasons(make(small), [10, 10, 10, 8].map(flat), one)[3]).toBe('crossBelow');
  });

  it('leaves when the histogram falls through 0 and holds one trade at a time', () => {
    const prices = [10, 10, 9, 12, 15, 14, 10, 9, 14];
    const happened = trade(make(small), prices.map(flat)).flat();
    expect(happened.map(({ reason }) => reason)).toEqual(['crossAbove', 'crossBelow', 'crossAbove']);
    expect(happened[1]).toMatchObject({ action: 'exit', tradeId: '1' });
    expect(reasons(make(small), prices.slice(0, 4).map(flat), { open: [], pendingEntries: 1, pending: [] })[3]).toBe(
      '',
    );
  });

  it('takes its first decision at index slow + signal − 1', () => {
    expect(make().warmup).toBe(34);
    const prices = Array.from({ length: 60 }, (_, i) => 100 + 10 * Math.sin(i));
    const entries = reasons(make(), prices.map(flat));
    const first = byHand(prices.map(flat), 0).filter(({ reason }) => reason === 'crossAbove');
    expect(first.some(({ index }) => index < 34)).toBe(true);
    expect(entries.findIndex((reason) => reason !== '')).toBeGreaterThanOrEqual(34);
  });

  it('decides on real candles what the same rule decides written out as one loop', () => {
    const candles = krakenCandles();
    const found = trade(make(), candles).flatMap((signals: readonly Signal[], index) =>
      signals.map(({ reason }) => ({ index, reason })),
    );
    expect(found.length).toBeGreaterThan(100);
    expect(found).toEqual(byHand(candles, 34));
  });
});
