import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { decide, flat } from '../testing/test-driver.js';
import { defineStrategy, NO_SIGNALS } from './define-strategy.js';
import { describeSettings } from './describe-settings.js';
import { period } from './settings.js';

const third = defineStrategy({
  name: 'third',
  label: 'Every third',
  description: 'buys every so many candles',
  schema: z.strictObject({ every: period(3, 'candles from one entry to the next') }),
  create({ every }) {
    let seen = 0;
    return {
      warmup: 2,
      onCandle({ close }) {
        seen += 1;
        return seen % every === 0 ? [{ action: 'enter', side: 'long', reason: 'third', price: close }] : NO_SIGNALS;
      },
      indicators: () => ({ seen }),
    };
  },
});

describe('defineStrategy', () => {
  it('makes strategies with their words, configuration and state', () => {
    const strategy = third.create(third.schema.parse({ every: 2 }));
    expect(strategy).toMatchObject({ name: 'third', label: 'Every third', warmup: 2, config: { every: 2 } });
    expect(decide(strategy, [flat(5), flat(6)])).toEqual([
      [],
      [{ action: 'enter', side: 'long', reason: 'third', price: 6 }],
    ]);
    expect(strategy.indicators?.()).toEqual({ seen: 2 });
  });

  it('needs neither a warm-up nor indicators', () => {
    const bare = defineStrategy({
      name: 'bare',
      label: 'Bare',
      description: 'does nothing',
      schema: { parse: () => ({}) },
      create: () => ({ onCandle: () => NO_SIGNALS }),
    });
    const strategy = bare.create({});
    expect(strategy.warmup).toBe(0);
    expect(strategy.indicators?.()).toEqual({});
    expect(describeSettings(bare)).toEqual([]);
  });

  it('keeps the state of a class', () => {
    class Counting {
      private count = 0;
      onCandle() {
        this.count += 1;
        return this.count > 1
          ? [{ action: 'enter', side: 'long', reason: 'count', price: this.count } as const]
          : NO_SIGNALS;
      }
    }
    const definition = defineStrategy({ ...third, create: () => new Counting() });
    const strategy = definition.create({ every: 1 });
    const trades = { open: [], pendingEntries: 0, pending: [] };
    strategy.onCandle(flat(1), trades);
    expect(strategy.onCandle(flat(1), trades)).toHaveLength(1);
  });
});

describe('describeSettings', () => {
  it('tells name, text and standard', () => {
    expect(describeSettings(third)).toEqual([
      { name: 'every', description: 'candles from one entry to the next', standard: 3 },
    ]);
  });

  it('tells a setting that must be given, and one without a text', () => {
    const schema = z.strictObject({ pair: z.string() });
    expect(describeSettings({ schema })).toEqual([{ name: 'pair', description: '', standard: undefined }]);
  });
});
