import { describe, expect, it } from 'vitest';
import { StochasticSrMaConfig, stochasticSrMa } from './stochastic-sr-ma.js';
import { candleAtK, decide, flat, openTrade, reasons } from '../testing/test-driver.js';

/*
 * %K is the place of the close in its own candle and %D the mean of the last two, so %K is above %D when it rose.
 * An average of 2 is below the price when the price rose. Averages of 1 with slopes over 2 make the slope the
 * first difference of the price and its differences the second.
 */
const own = { kPeriod: 1, kSlowing: 1, dPeriod: 2, maPeriod: 2, slopePeriod: 2, history: 1 };
const off = { stochOs: false, maSlopeSlowing: false, takeProfit: false };
const make = (settings: object = {}) => stochasticSrMa.create(StochasticSrMaConfig.parse({ ...own, ...settings }));
const WARMUP = 11;
/** Candles at which nothing happens, and which end at %K 50 and price 100. */
const quiet = Array.from({ length: WARMUP }, () => candleAtK(50));
const after = (settings: object, candles: Parameters<typeof reasons>[1], trades?: Parameters<typeof reasons>[2]) =>
  reasons(make(settings), [...quiet, ...candles], trades).slice(WARMUP);
const atKs = (...ks: number[]) => ks.map((k) => candleAtK(k));
/** %K by %K, with prices that rise by 1 so that each is above its average. */
const rising = (...ks: number[]) => ks.map((k, i) => candleAtK(k, 101 + i));
const one = (entryPrice: number) => ({ open: [openTrade('a', entryPrice)], pendingEntries: 0, pending: [] });

describe('stochastic-sr-ma enters', () => {
  it('by stochOs when %K crosses above %D with both below 50', () => {
    expect(after({}, atKs(30, 20, 25, 30))).toEqual(['', '', 'stochOs', '']);
    expect(after({ stochOs: false }, atKs(30, 20, 25, 30))).toEqual(['', '', '', '']);
  });

  it('not by stochOs when a line is at 50 or above', () => {
    expect(after({}, atKs(40, 30, 50))).toEqual(['', '', '']);
    expect(after({}, atKs(90, 60, 49))).toEqual(['', '', '']);
    expect(after({}, atKs(80, 70, 75))).toEqual(['', '', '']);
  });

  it('with a stop 2.5 % below the decision price', () => {
    const signal = decide(make(), [...quiet, ...atKs(30, 20, 25)]).at(-1)?.[0];
    expect(signal).toMatchObject({ price: expect.closeTo(100, 9), stopPrice: expect.closeTo(97.5, 9) });
  });

  it('by priceAboveMa when the price is above the average and the stochastic has risen from below 50', () => {
    const settings = { ...off, priceAboveMa: true, coolDown: 0 };
    // ready from the third on: 25 is above the mean of 20 and 25
    expect(after(settings, rising(30, 20, 25, 60))).toEqual(['', '', 'priceAboveMa', 'priceAboveMa']);
    expect(after({ ...settings, priceAboveMa: false }, rising(30, 20, 25, 60)).join('')).toBe('');
    expect(after(settings, atKs(30, 20, 25).concat(candleAtK(60, 99)))).toEqual(['', '', '', '']);
  });

  it('by priceAboveMa without a cross, when %K rises above a %D it was equal to', () => {
    const strategy = make({ ...off, priceAboveMa: true });
    decide(
      strategy,
      Array.from({ length: WARMUP }, () => flat(100)),
    ); // a range of zero is a %K of 0
    expect(reasons(strategy, [candleAtK(25, 101)])).toEqual(['priceAboveMa']);
  });

  it('by priceAboveMa no longer once the stochastic has fallen from above 50', () => {
    const settings = { ...off, priceAboveMa: true, coolDown: 0 };
    expect(after(settings, rising(20, 25, 70, 80, 75, 40, 35, 36))).toEqual([
      '',
      'priceAboveMa',
      'priceAboveMa',
      'priceAboveMa',
      '', // both above 50 and %K below %D
      '',
      '',
      'priceAboveMa', // both below 50 and %K above %D again
    ]);
  });

  it('by priceAboveMa after five candles of cool-down', () => {
    const settings = { ...off, priceAboveMa: true };
    const entries = after(settings, rising(20, 25, 26, 27, 28, 29, 30, 31, 32));
    expect(entries).toEqual(['', 'priceAboveMa', '', '', '', '', '', 'priceAboveMa', '']);
  });

  it('by stochOs in spite of a cool-down, and starts none', () => {
    const settings = { ...off, stochOs: true, priceAboveMa: true };
    expect(after(settings, rising(30, 20, 25, 26, 20, 25))).toEqual(['', '', 'stochOs', 'priceAboveMa', '', 'stochOs']);
  });

  it('starts no cool-down for an entry that could not be taken', () => {
    const strategy = make({ ...off, priceAboveMa: true });
    const full = { open: [], pendingEntries: 3, pending: [] };
    decide(strategy, quiet);
    expect(reasons(strategy, rising(20, 25, 26), full).join('')).toBe('');
    expect(reasons(strategy, [candleAtK(27, 110)])).toEqual(['priceAboveMa']);
  });

  it('only after its history', () => {
    expect(make().warmup).toBe(WARMUP);
    expect(stochasticSrMa.create(StochasticSrMaConfig.parse({})).warmup).toBe(700);
    const wave = Array.from({ length: 50 }, (_, i) => candleAtK(i % 2 === 0 ? 20 : 30));
    const entries = reasons(make({ history: 30 }), wave);
    expect(entries.findIndex((reason) => reason === 'stochOs')).toBe(31);
  });
});

describe('stochastic-sr-ma leaves', () => {
  it('by priceBelowMa when the price is below the last two averages', () => {
    const settings = { ...off, priceBelowMa: true };
    // averages of 100 105: 102.5, of 105 103: 104, of 103 101: 102
    const candles = [105, 103, 101].map((price) => candleAtK(50, price));
    expect(after(settings, candles, one(1000))).toEqual(['', '', 'priceBelowMa']);
    expect(after(off, candles, one(1000))).toEqual(['', '', '']);
    // 95 is below the average of 110 and 90, but not below that of 90 and 95
    const turning = [110, 90, 95].map((price) => candleAtK(50, price));
    expect(after(settings, turning, one(1000))).toEqual(['', 'priceBelowMa', '']);
  });

  it('by maSlopeSlowing when the last 8 differences of the slope of the average keep falling', () => {
    // second differences 8 7 6 5 4 3 2 1, then 1 again
    const seconds = [8, 7, 6, 5, 4, 3, 2, 1, 1];
    let slope = 0;
    let price = 100;
    const candles = [flat(price), flat(price)].concat(
      seconds.map((second) => {
        slope += second;
        price += slope;
        return flat(price);
      }),
    );
    const settings = { ...off, maPeriod: 1 };
    // the two flat candles have differences that do not exist yet
    expect(reasons(make({ ...settings, maSlopeSlowing: true }), candles, one(1e9))).toEqual([
      ...Array.from({ length: 9 }, () => ''),
      'maSlopeSlowing',
      '',
    ]);
    expect(reasons(make(settings), candles, one(1e9)).join('')).toBe('');
  });

  it('by takeProfit at 0.5 %, or not', () => {
    const candles = [candleAtK(50, 100.49), candleAtK(50, 100.51)];
    expect(after({ ...off, takeProfit: true }, candles, one(100))).toEqual(['', 'takeProfit']);
    expect(after(off, candles, one(100))).toEqual(['', '']);
  });

  it('by overBought at 80 when on', () => {
    const candles = atKs(79, 81);
    expect(after({ ...off, overBought: true }, candles, one(1000))).toEqual(['', 'overBought']);
    expect(after({ ...off, overBought: 75 }, candles, one(1000))).toEqual(['overBought', 'overBought']);
    expect(after(off, candles, one(1000))).toEqual(['', '']);
  });

  it('by the first of them in order', () => {
    const all = { stochOs: false, priceBelowMa: true, takeProfit: 0.01, overBought: true };
    const candle = candleAtK(90, 50); // below both averages, 900 % above the entry price, over-bought
    expect(after(all, [candle], one(5))).toEqual(['priceBelowMa']);
    expect(after({ ...all, priceBelowMa: false }, [candle], one(5))).toEqual(['takeProfit']);
    expect(after({ ...all, priceBelowMa: false, takeProfit: false }, [candle], one(5))).toEqual(['overBought']);
  });

  it('by maSlopeSlowing rather than takeProfit', () => {
    const prices = [100, 100, 108, 123, 144, 170, 200, 233, 268, 304];
    const settings = { ...off, maPeriod: 1, maSlopeSlowing: true, takeProfit: true };
    expect(reasons(make(settings), prices.map(flat), one(290)).at(-1)).toBe('maSlopeSlowing');
  });
});

describe('stochastic-sr-ma shows', () => {
  it('lines, average, trend and extremes', () => {
    const strategy = make();
    decide(strategy, [...quiet, candleAtK(60, 103)]);
    expect(strategy.indicators?.()).toMatchObject({
      'stochastic.percent_k': expect.closeTo(60, 9),
      'stochastic.percent_d': expect.closeTo(55, 9),
      'stochastic.moving_average': expect.closeTo(101.5, 9),
      'stochastic.slope': expect.closeTo(1.5, 9),
      'stochastic.trend': 'UP',
    });
  });
});
