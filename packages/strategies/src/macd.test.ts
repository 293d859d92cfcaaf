import { describe, expect, it } from 'vitest';
import { MacdConfig, macd } from './macd.js';
import { candleOf, decide, flat, NO_TRADES, openTrade, reasons } from '../testing/test-driver.js';

/*
 * Fast 1, slow 2, signal 2 on 10 10 9 12, averages seeded with simple averages:
 * slow      – 10     9.3333  11.1111
 * line      – 0     −0.3333   0.8889
 * signal    –  –    −0.1667   0.5370
 * histogram –  –    −0.1667   0.3519
 */
const small = { fast: 1, slow: 2, signal: 2 };
const dipAndRise = [10, 10, 9, 12].map(flat);
const make = (settings: object = {}) => macd.create(MacdConfig.parse({ ...small, ...settings }));

describe('macd', () => {
  it('enters when the histogram turns from below to above 0, with a stop 2.5 % below the decision price', () => {
    const [, , , entry] = decide(make(), dipAndRise);
    expect(entry).toEqual([
      { action: 'enter', side: 'long', reason: 'macdCrossover', price: 12, stopPrice: 12 * 0.975 },
    ]);
  });

  it('does not enter again while the histogram stays above 0, nor from exactly 0', () => {
    expect(reasons(make(), [10, 10, 9, 12, 15, 19].map(flat))).toEqual(['', '', '', 'macdCrossover', '', '']);
    expect(reasons(make(), [10, 10, 10, 12].map(flat))).toEqual(['', '', '', '']);
  });

  it('neither enters on a histogram of exactly 0 nor when it rises from there', () => {
    // Lengths 1, 3, 3 keep every number dyadic: the histogram is 0, −0.5, 0, 3.125 from the fifth candle on.
    const prices = [112, 112, 106, 110, 106, 102, 100, 110];
    const strategy = make({ slow: 3, signal: 3 });
    expect(reasons(strategy, prices.slice(0, 7).map(flat)).join('')).toBe('');
    expect(strategy.indicators?.()['macd.histogram']).toBe(0);
    expect(reasons(strategy, [flat(110)])).toEqual(['']);
    expect(strategy.indicators?.()['macd.histogram']).toBe(3.125);
  });

  it('never enters with macdCrossover off', () => {
    expect(reasons(make({ macdCrossover: false }), dipAndRise).join('')).toBe('');
  });

  it('rests no stop with stopLoss off', () => {
    const [, , , entry] = decide(make({ stopLoss: false }), dipAndRise);
    expect(entry?.[0]).not.toHaveProperty('stopPrice');
  });

  it('decides on the typical price', () => {
    const candle = candleOf({ high: 18, low: 9, close: 9 }, 3);
    const [, , , entry] = decide(make(), [...dipAndRise.slice(0, 3), candle]);
    expect(entry?.[0]).toMatchObject({ price: 12 });
  });

  it('takes profit when the price is 0.7 % above the entry price, of every trade that is there', () => {
    const trades = {
      open: [openTrade('a', 100), openTrade('b', 101), openTrade('c', 90)],
      pendingEntries: 0,
      pending: [],
    };
    expect(decide(make(), [100.69, 100.71].map(flat), trades)).toEqual([
      [{ action: 'exit', tradeId: 'c', reason: 'takeProfit' }],
      [
        { action: 'exit', tradeId: 'a', reason: 'takeProfit' },
        { action: 'exit', tradeId: 'c', reason: 'takeProfit' },
      ],
    ]);
  });

  it('takes profit at the fraction it is set to, or never', () => {
    const trades = { open: [openTrade('a', 100)], pendingEntries: 0, pending: [] };
    expect(reasons(make({ takeProfit: 0.5 }), [149, 150].map(flat), trades)).toEqual(['', 'takeProfit']);
    expect(reasons(make({ takeProfit: false }), [149, 1e9].map(flat), trades)).toEqual(['', '']);
  });

  it('leaves a trade alone that is already closing', () => {
    const trades = { open: [openTrade('a', 100, true)], pendingEntries: 0, pending: [] };
    expect(reasons(make(), [flat(200)], trades)).toEqual(['']);
  });

  it('enters only while fewer trades than numSimultaneousTrades are open or pending', () => {
    const open = [openTrade('a', 1e9), openTrade('b', 1e9)];
    const entry = (trades = NO_TRADES) => reasons(make(), dipAndRise, trades)[3];
    expect(entry({ open, pendingEntries: 0, pending: [] })).toBe('macdCrossover');
    expect(entry({ open, pendingEntries: 1, pending: [] })).toBe('');
    expect(entry({ open: [], pendingEntries: 3, pending: [] })).toBe('');
    expect(
      reasons(make({ numSimultaneousTrades: 1 }), dipAndRise, { open: [], pendingEntries: 1, pending: [] })[3],
    ).toBe('');
  });

  it('gives the entry before the exits', () => {
    const trades = { open: [openTrade('a', 10)], pendingEntries: 0, pending: [] };
    expect(reasons(make(), dipAndRise, trades)[3]).toBe('macdCrossover takeProfit');
  });

  it('needs slow + signal − 1 candles before its first decision', () => {
    expect(make().warmup).toBe(3);
    expect(macd.create(MacdConfig.parse({})).warmup).toBe(34);
  });

  it('shows its lines by their metric names', () => {
    const strategy = make();
    decide(strategy, dipAndRise);
    expect(strategy.indicators?.()).toEqual({
      'macd.macd': expect.closeTo(8 / 9, 12),
      'macd.signal': expect.closeTo(29 / 54, 12),
      'macd.histogram': expect.closeTo(19 / 54, 12),
    });
  });
});
