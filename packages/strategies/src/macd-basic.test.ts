import { describe, expect, it } from 'vitest';
import { MacdBasicConfig, macdBasic } from './macd-basic.js';
import { decide, flat, openTrade, reasons } from '../testing/test-driver.js';

// The histogram of 10 10 9 12 with these lengths is worked out in macd.test.ts: −0.17 on the third, 0.35 on the fourth.
const dipAndRise = [10, 10, 9, 12].map(flat);
const make = (settings: object = {}) =>
  macdBasic.create(MacdBasicConfig.parse({ fast: 1, slow: 2, signal: 2, ...settings }));
const one = { open: [openTrade('a', 100)], pendingEntries: 0, pending: [] };

describe('macd-basic', () => {
  it('enters like macd, with a stop 0.25 % below the decision price', () => {
    expect(decide(make(), dipAndRise)[3]).toEqual([
      { action: 'enter', side: 'long', reason: 'macdCrossover', price: 12, stopPrice: 12 * 0.9975 },
    ]);
    expect(reasons(make({ macdCrossover: false }), dipAndRise)[3]).toBe('');
  });

  it('takes 0.5 % profit, or none', () => {
    expect(reasons(make(), [100.49, 100.51].map(flat), one)).toEqual(['', 'takeProfit']);
    expect(reasons(make({ takeProfit: false }), [100.49, 100.51].map(flat), one)).toEqual(['', '']);
  });

  it('leaves below 0 only with crossover on', () => {
    expect(reasons(make(), dipAndRise, one)).toEqual(['', '', '', 'macdCrossover']);
    expect(reasons(make({ crossover: true }), dipAndRise, one)).toEqual(['', '', 'crossover', 'macdCrossover']);
  });

  it('takes profit before it looks at the histogram', () => {
    const trades = { open: [openTrade('a', 1), openTrade('b', 100)], pendingEntries: 0, pending: [] };
    expect(reasons(make({ crossover: true }), dipAndRise, trades)[2]).toBe('takeProfit crossover');
  });
});
