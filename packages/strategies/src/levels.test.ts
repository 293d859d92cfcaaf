import { describe, expect, it } from 'vitest';
import { candleOf, flat } from '../testing/test-driver.js';
import { Levels } from './levels.js';

const wave = Array.from({ length: 400 }, (_, i) => 100 + 10 * Math.sin((i * Math.PI) / 20));

function shown(levels: Levels, name: string): unknown {
  return levels.indicators()[name];
}

function list(levels: Levels, name: string): readonly number[] {
  const value = levels.indicators()[name];
  return typeof value === 'object' ? value : [];
}

describe('Levels', () => {
  it('finds the turns of the closes and tells the lowest and the highest of each kind', () => {
    const levels = new Levels({ period: 25, history: 200 });
    for (const price of wave) levels.update(flat(price));
    const supports = list(levels, 'stochastic.support');
    const resistances = list(levels, 'stochastic.resistance');
    // Five troughs and crests of a 40-candle wave lie in 200 candles; those at the edges may not show.
    expect(supports.length).toBeGreaterThanOrEqual(4);
    expect(resistances.length).toBeGreaterThanOrEqual(4);
    for (const support of supports) expect(support).toBeLessThan(91);
    for (const resistance of resistances) expect(resistance).toBeGreaterThan(109);
    expect(levels.indicators()).toMatchObject({
      'sr.support_major': Math.min(...supports),
      'sr.support_minor': Math.max(...supports),
      'sr.resistance_major': Math.min(...resistances),
      'sr.resistance_minor': Math.max(...resistances),
    });
  });

  it('tells the extremes of the last candles only', () => {
    const levels = new Levels({ period: 4, history: 5 });
    levels.update(candleOf({ high: 900, low: 1, close: 50 }));
    for (const price of [10, 12, 11, 13]) levels.update(candleOf({ high: price + 1, low: price - 2, close: price }));
    expect(levels.indicators()).toMatchObject({ 'stochastic.highest_high': 900, 'stochastic.lowest_low': 1 });
    levels.update(flat(11));
    expect(levels.indicators()).toMatchObject({ 'stochastic.highest_high': 14, 'stochastic.lowest_low': 8 });
  });

  it('has no major or minor level while there is none', () => {
    const levels = new Levels({ period: 25, history: 700 });
    levels.update(flat(100));
    expect(shown(levels, 'stochastic.support')).toEqual([]);
    expect(shown(levels, 'sr.support_major')).toBeNaN();
    expect(shown(levels, 'sr.resistance_minor')).toBeNaN();
  });

  it('makes a history long enough for one turn', () => {
    expect(() => new Levels({ period: 25, history: 1 })).not.toThrow();
  });
});
