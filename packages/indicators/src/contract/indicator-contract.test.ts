import { assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KRAKEN_CANDLES } from '../fixtures/kraken-candles.js';
import { candles as anyCandles } from './candle-arbitrary.js';
import { INDICATOR_CASES } from './indicator-cases.js';
import { columnsOf, prove } from './prove.js';

describe.each(INDICATOR_CASES)('$name', (indicator) => {
  it('streams what the batch computes on recorded candles', () => {
    expect(() => prove(indicator, KRAKEN_CANDLES)).not.toThrow();
  });

  it('streams what the batch computes on any candles', () => {
    assert(property(anyCandles, (candles) => prove(indicator, candles)));
  });

  it('stays finite when nothing moves, down to a price of zero', () => {
    for (const price of [100.1, 1e-8, 0]) {
      const flat = Array.from({ length: 120 }, () => ({ high: price, low: price, close: price, volume: 0 }));
      expect(() => prove(indicator, flat)).not.toThrow();
    }
    const ended = KRAKEN_CANDLES.slice(0, 80);
    const last = ended.at(-1)?.close ?? 0;
    const stopped = Array.from({ length: 300 }, () => ({ high: last, low: last, close: last, volume: 0 }));
    expect(() => prove(indicator, [...ended, ...stopped])).not.toThrow();
  });

  it('computes nothing from later candles', () => {
    const full = indicator.batch(columnsOf(KRAKEN_CANDLES.slice(0, 120)));
    for (const length of [0, 1, 2, 30, 77, 119]) {
      const prefix = indicator.batch(columnsOf(KRAKEN_CANDLES.slice(0, length)));
      expect(prefix.map((column) => [...column])).toEqual(full.map((column) => [...column.subarray(0, length)]));
    }
  });

  it('announces its warm-up and makes `value` of its outputs', () => {
    const run = indicator.start();
    expect(run.warmup).toBe(indicator.warmup);
    for (const candle of KRAKEN_CANDLES.slice(0, 100)) run.feed(candle);
    const shown = run.value();
    expect(typeof shown === 'object' ? Object.values(shown ?? {}) : [shown]).toEqual(run.outputs());
  });

  it('refuses a number that is not finite and goes on as if it had not been fed', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const disturbed = indicator.start();
      const undisturbed = indicator.start();
      for (const candle of KRAKEN_CANDLES.slice(0, 90)) {
        expect(() => disturbed.feed({ high: bad, low: bad, close: bad, volume: bad })).toThrow(RangeError);
        expect(() => disturbed.feed({ high: bad, low: bad, close: bad, volume: bad })).toThrow(
          `${bad} is not a finite`,
        );
        disturbed.feed(candle);
        undisturbed.feed(candle);
        expect(disturbed.outputs()).toEqual(undisturbed.outputs());
      }
    }
  });
});
