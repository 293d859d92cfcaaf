import { describe, expect, it } from 'vitest';
import { candleAtK, candleOf, decide, flat, openTrade, reasons } from '../testing/test-driver.js';
import { ParabolicSarStochasticConfig, parabolicSarStochastic } from './parabolic-sar-stochastic.js';

// Lengths as in stochastic-sr-ma.test.ts: %K above %D means %K rose, price above the average means the price rose.
const own = { kPeriod: 1, kSlowing: 1, dPeriod: 2, maPeriod: 2, slopePeriod: 2, history: 1 };
const off = { sarStoch: false, maSlopeSlowing: false, takeProfit: false };
const make = (settings: object = {}) =>
  parabolicSarStochastic.create(ParabolicSarStochasticConfig.parse({ ...own, ...settings }));
const WARMUP = 11;
const quiet = Array.from({ length: WARMUP }, () => candleAtK(50));
const after = (settings: object, candles: Parameters<typeof reasons>[1], trades?: Parameters<typeof reasons>[2]) =>
  reasons(make(settings), [...quiet, ...candles], trades).slice(WARMUP);
const atKs = (...ks: number[]) => ks.map((k) => candleAtK(k));
/** Prices that leap, so that the parabolic stop is below them from the first on. */
const rising = (...ks: number[]) => ks.map((k, i) => candleAtK(k, 130 + 30 * i));
/** Prices that fall, so that it is above them. */
const falling = (...ks: number[]) => ks.map((k, i) => candleAtK(k, 80 - 15 * i));
const one = (entryPrice: number) => ({ open: [openTrade('a', entryPrice)], pendingEntries: 0, pending: [] });

describe('parabolic-sar-stochastic enters', () => {
  it('by sarStoch while the stop is below the price, from a cross up below 50 to a cross down above 50', () => {
    expect(after({ maSlopeSlowing: false }, rising(30, 20, 25, 60, 80, 75, 40, 45, 46, 40, 42))).toEqual([
      '',
      '',
      'sarStoch', // %K crossed above %D below 50
      'sarStoch',
      'sarStoch',
      '', // and below it above 50
      '',
      'sarStoch',
      'sarStoch',
      'sarStoch', // a cross down below 50 changes nothing
      'sarStoch',
    ]);
  });

  it('by sarStoch still when the lines cross down across 50, or come above it already crossed', () => {
    // %D over three: 28 crosses up; 45 is under %D 81.7, 55 under 66.7, then both are above 50 without a cross there
    const entries = after({ dPeriod: 3, maSlopeSlowing: false }, rising(30, 20, 28, 100, 100, 45, 55));
    expect(entries.slice(2)).toEqual(['sarStoch', 'sarStoch', 'sarStoch', 'sarStoch', 'sarStoch']);
  });

  it('not by sarStoch while the stop is above the price', () => {
    expect(after({ maSlopeSlowing: false }, falling(30, 20, 25, 60)).join('')).toBe('');
    expect(after(off, rising(30, 20, 25, 60)).join('')).toBe('');
  });

  it('by sarStoch only after a cross, not while %K is merely above %D', () => {
    const strategy = make({ maSlopeSlowing: false });
    // rising from the first %K on, so %K never was below %D
    const candles = Array.from({ length: 20 }, (_, i) => candleAtK(2 * i, 130 + 30 * i));
    expect(reasons(strategy, candles).join('')).toBe('');
  });

  it('by stochOs when on', () => {
    expect(after({ ...off, stochOs: true }, atKs(30, 20, 25, 30))).toEqual(['', '', 'stochOs', '']);
    expect(after(off, atKs(30, 20, 25, 30)).join('')).toBe('');
  });

  it('by priceAboveMa when on, ready and cooled down', () => {
    const entries = after({ ...off, priceAboveMa: true }, rising(30, 20, 25, 26, 27, 28, 29, 30, 31, 32));
    expect(entries).toEqual(['', '', 'priceAboveMa', '', '', '', '', '', 'priceAboveMa', '']);
    expect(after({ ...off, priceAboveMa: true }, falling(30, 20, 25, 26)).join('')).toBe('');
    const eager = after({ ...off, priceAboveMa: true, coolDown: 1 }, rising(30, 20, 25, 26, 27));
    expect(eager).toEqual(['', '', 'priceAboveMa', '', 'priceAboveMa']);
  });

  it('by the first of them in order', () => {
    const all = { sarStoch: true, stochOs: true, priceAboveMa: true, maSlopeSlowing: false };
    expect(after(all, rising(30, 20, 25))[2]).toBe('sarStoch');
    expect(after({ ...all, sarStoch: false }, rising(30, 20, 25, 26)).slice(2)).toEqual(['stochOs', 'priceAboveMa']);
  });

  it('with a stop 2.5 % below the decision price', () => {
    const signal = decide(make(), [...quiet, ...rising(30, 20, 25)]).at(-1)?.[0];
    expect(signal).toMatchObject({ price: expect.closeTo(190, 9), stopPrice: expect.closeTo(190 * 0.975, 9) });
  });

  it('only after 26 candles', () => {
    expect(parabolicSarStochastic.create(ParabolicSarStochasticConfig.parse({})).warmup).toBe(26);
    const wave = Array.from({ length: 50 }, (_, i) => candleAtK(i % 2 === 0 ? 20 : 30));
    const entries = reasons(make({ ...off, stochOs: true, history: 26 }), wave);
    expect(entries.findIndex((reason) => reason === 'stochOs')).toBe(27);
  });
});

describe('parabolic-sar-stochastic leaves', () => {
  const slowing = [100, 100, 108, 123, 144, 170, 200, 233, 268, 304].map(flat);

  it('by maSlopeSlowing, on or off', () => {
    const settings = { ...off, maPeriod: 1 };
    expect(reasons(make({ ...settings, maSlopeSlowing: true }), slowing, one(1e9)).at(-1)).toBe('maSlopeSlowing');
    expect(reasons(make(settings), slowing, one(1e9)).join('')).toBe('');
  });

  it('by takeProfit at 0.5 %, or not', () => {
    const candles = [candleAtK(50, 100.49), candleAtK(50, 100.51)];
    expect(after({ ...off, takeProfit: true }, candles, one(100))).toEqual(['', 'takeProfit']);
    expect(after(off, candles, one(100))).toEqual(['', '']);
  });

  it('by maSlopeSlowing rather than takeProfit', () => {
    const both = { sarStoch: false, maPeriod: 1 };
    expect(reasons(make(both), slowing, one(290)).at(-1)).toBe('maSlopeSlowing');
    expect(reasons(make({ ...both, maSlopeSlowing: false }), slowing, one(290)).at(-1)).toBe('takeProfit');
  });
});

describe('parabolic-sar-stochastic shows', () => {
  it('its lines, the average and the stop', () => {
    const strategy = make();
    decide(strategy, [...quiet, candleOf({ high: 110, low: 99, close: 100 })]);
    expect(strategy.indicators?.()).toMatchObject({
      'stochastic.percent_k': expect.closeTo(100 / 11, 9),
      'stochastic.trend': 'UP',
      'stochastic.sar': expect.any(Number),
    });
  });
});
