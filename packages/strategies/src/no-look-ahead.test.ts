import type { Candle, Strategy, StrategyDefinition } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { realCandles } from '../testing/real-candles.js';
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

const walks = fc
  .array(
    fc.record({
      move: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
      above: fc.double({ min: 0, max: 0.03, noNaN: true }),
      below: fc.double({ min: 0, max: 0.03, noNaN: true }),
    }),
    { minLength: 40, maxLength: 120 },
  )
  .map((steps) => {
    let open = 100;
    return steps.map(({ move, above, below }, index): Candle => {
      const close = open * (1 + move);
      const high = Math.max(open, close) * (1 + above);
      const low = Math.min(open, close) * (1 - below);
      const candle = { openTime: index * 60_000, open, high, low, close, volume: 1, trades: 1 };
      open = close;
      return Object.freeze(candle);
    });
  });

function eager({ name, schema, create }: StrategyDefinition): () => Strategy {
  return () => create(schema.parse(EAGER[name]));
}

describe.each(strategies)('$name', (definition) => {
  const make = eager(definition);

  it('decides on the past what it decides with a future behind it', () => {
    fc.assert(
      fc.property(walks, walks, fc.nat({ max: 120 }), (candles, others, cut) => {
        const past = candles.slice(0, cut);
        const decisions = trade(make(), past);
        expect(trade(make(), candles).slice(0, past.length)).toEqual(decisions);
        expect(trade(make(), [...past, ...others]).slice(0, past.length)).toEqual(decisions);
      }),
      { numRuns: 30 },
    );
  });

  it('shares nothing with another of its kind', () => {
    fc.assert(
      fc.property(walks, walks, (candles, others) => {
        const alone = trade(make(), candles);
        const other = make();
        const disturbed = make();
        let turn = 0;
        const interleaved: Strategy = {
          ...disturbed,
          onCandle(candle, trades) {
            other.onCandle(others[turn++ % others.length] ?? candle, { open: [], pendingEntries: 0 });
            return disturbed.onCandle(candle, trades);
          },
        };
        expect(trade(interleaved, candles)).toEqual(alone);
      }),
      { numRuns: 30 },
    );
  });

  it('decides on the first half of real candles what it decides on all', () => {
    const candles = realCandles();
    const standard = () => definition.create(definition.schema.parse({}));
    for (const strategy of [make, standard]) {
      const all = trade(strategy(), candles);
      // Without decisions there would be nothing to compare.
      expect(all.flat().length).toBeGreaterThan(0);
      expect(trade(strategy(), candles.slice(0, 750))).toEqual(all.slice(0, 750));
    }
  });

  it('never wants more trades at once than it is set to', () => {
    const most = definition.schema.parse({})['numSimultaneousTrades'] ?? 1;
    let open = 0;
    for (const signals of trade(make(), realCandles())) {
      const entries = signals.filter(({ action }) => action === 'enter').length;
      expect(entries).toBeLessThanOrEqual(Number(most) - open > 0 ? 1 : 0);
      open += entries - (signals.length - entries);
    }
  });
});
