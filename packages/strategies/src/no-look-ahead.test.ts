import type { Strategy, StrategyDefinition } from '@fathom/contracts';
import { candleSeries, krakenCandles } from '@fathom/testkit';
import { assert, nat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trade } from '../testing/test-driver.js';
import { strategies } from './registry.js';

/** Short lengths and every rule on, so that little history already leads to decisions. */
const EAGER: Readonly<Record<string, object>> = {
  macd: { fast: 2, slow: 4, signal: 2 },
  'macd-basic': { fast: 2, slow: 4, signal: 2, crossover: true },
  stochastic: { history: 9 },
  'stochastic-sr-ma': { history: 30, srPeriod: 6, priceAboveMa: true, priceBelowMa: true, overBought: true },
  'parabolic-sar-stochastic': { stochOs: true, priceAboveMa: true },
  'macd-cross': { fast: 2, slow: 4, signal: 2 },
  'buy-and-hold': {},
};

const candles = candleSeries(60, 120);

function eager(definition: StrategyDefinition, more: object): () => Strategy {
  return () => definition.create(definition.schema.parse({ ...EAGER[definition.name], ...more }));
}

/** Each by itself, and those that can with their short side. */
const CASES = strategies.flatMap((definition) => [
  { name: definition.name, definition, more: {} },
  ...(definition.name === 'buy-and-hold'
    ? []
    : [{ name: `${definition.name}, short`, definition, more: { short: true } }]),
]);

describe.each(CASES)('$name', ({ definition, more }) => {
  const make = eager(definition, more);

  it('decides on the past what it decides with a future behind it', () => {
    assert(
      property(candles, candles, nat({ max: 120 }), (all, others, cut) => {
        const past = all.slice(0, cut);
        const decisions = trade(make(), past);
        expect(trade(make(), all).slice(0, past.length)).toEqual(decisions);
        expect(trade(make(), [...past, ...others]).slice(0, past.length)).toEqual(decisions);
      }),
      { numRuns: 30 },
    );
  });

  it('shares nothing with another of its kind', () => {
    assert(
      property(candles, candles, (all, others) => {
        const alone = trade(make(), all);
        const other = make();
        const disturbed = make();
        let turn = 0;
        const interleaved: Strategy = {
          ...disturbed,
          onCandle(candle, trades) {
            other.onCandle(others[turn++ % others.length] ?? candle, { open: [], pendingEntries: 0, pending: [] });
            return disturbed.onCandle(candle, trades);
          },
        };
        expect(trade(interleaved, all)).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });

  it.each(['eager', 'standard'])('decides on the first half of real candles what it decides on all, %s', (kind) => {
    const create = kind === 'eager' ? make : () => definition.create(definition.schema.parse({}));
    const all = trade(create(), krakenCandles());
    // Without decisions there would be nothing to compare.
    expect(all.flat().length).toBeGreaterThan(0);
    expect(trade(create(), krakenCandles().slice(0, 1000))).toEqual(all.slice(0, 1000));
  });

  it('never wants more trades at once than it is set to', () => {
    const sides = 'short' in more ? 2 : 1;
    const most = sides * Number(definition.schema.parse({})['numSimultaneousTrades'] ?? 1);
    let open = 0;
    for (const signals of trade(make(), krakenCandles())) {
      const entries = signals.filter(({ action }) => action === 'enter').length;
      expect(entries).toBeLessThanOrEqual(Math.min(sides, most - open));
      open += entries - (signals.length - entries);
    }
  });
});
