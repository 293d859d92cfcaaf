import type { Strategy } from '@fathom/contracts';
import { candle } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { StrategyHung } from './limited-call.js';
import { limitedStrategy } from './limited-strategy.js';

const NO_TRADES = { open: [], pendingEntries: 0, pending: [] };

function ask(onCandle: Strategy['onCandle'], limitMs = 1000) {
  const strategy = { name: 'mine', label: 'Mine', warmup: 7, config: { a: 1 }, onCandle };
  return limitedStrategy(strategy, limitMs).onCandle(candle({ openTime: 0 }), NO_TRADES);
}

describe('a strategy with a limit', () => {
  it('says what it says, with what it is told', () => {
    const signal = { action: 'enter', side: 'long', reason: 'r', price: 1 } as const;
    const seen: unknown[] = [];
    const signals = ask((...about) => {
      seen.push(...about);
      return [signal];
    });
    expect([signals, seen]).toEqual([[signal], [candle({ openTime: 0 }), NO_TRADES]]);
  });

  it('throws what it throws', () => {
    expect(() =>
      ask(() => {
        throw new RangeError('own');
      }),
    ).toThrow(new RangeError('own'));
  });

  it.each([
    [
      'a loop without an end',
      () => {
        for (;;) JSON.stringify({});
      },
    ],
    ['a regular expression without an end', () => /^(a+)+$/.test(`${'a'.repeat(60)}b`)],
    [
      'a loop that catches what it can',
      () => {
        for (;;) {
          try {
            for (;;) Math.sqrt(2);
          } catch {
            // And on it goes.
          }
        }
      },
    ],
  ])('is interrupted in %s', (_name, loop) => {
    const hang = () => {
      loop();
      return [];
    };
    expect(() => ask(hang, 20)).toThrow(StrategyHung);
    expect(() => ask(hang, 20)).toThrow('strategy mine had not come back after 0.02 s and was interrupted');
  });
});
