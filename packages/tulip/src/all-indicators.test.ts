import { describe, expect, it } from 'vitest';
import { CATALOG, type CatalogEntry } from './catalog.js';
import { prepare } from './compute.js';
import { nativeIndicators } from './native.js';
import { tulip } from './tulip.js';
import { TulipIndicator } from './tulip-indicator.js';
import type { TulipInput, TulipName, TulipOptions } from './types.js';

/** Options every indicator accepts: customary periods, increasing from short to long. */
const USUAL: Readonly<Record<string, number>> = {
  period: 14,
  shortPeriod: 5,
  mediumPeriod: 10,
  longPeriod: 20,
  signalPeriod: 9,
  kPeriod: 5,
  kSlowingPeriod: 3,
  dPeriod: 3,
  stddev: 2,
  accelerationFactorStep: 0.02,
  accelerationFactorMaximum: 0.2,
  alpha: 0.2,
};

interface Row {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly real: number;
}

/** A random walk by a linear congruential generator, always moving, so that no formula divides by zero. */
function walk(length: number): Row[] {
  let state = 320;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 32 + 0.5;
  };
  let close = 400;
  return Array.from({ length }, () => {
    const open = close;
    close *= 1 + (random() - 0.5) / 50;
    const high = Math.max(open, close) * (1 + random() / 200);
    const low = Math.min(open, close) * (1 - random() / 200);
    return { open, high, low, close, volume: 1 + random() * 10, real: close };
  });
}

function isName(name: string): name is TulipName {
  return Object.hasOwn(CATALOG, name);
}

const names = Object.keys(CATALOG).filter(isName);

function optionsOf(entry: CatalogEntry): Record<string, number> {
  return Object.fromEntries(entry.options.map((option) => [option, USUAL[option] ?? Number.NaN]));
}

/** The second of two plain numbers is the open. */
function inputsOf(entry: CatalogEntry, row: Row): number[] {
  const values: Readonly<Record<string, number>> = { ...row };
  return entry.inputs.map((input, i) => (input === 'real' && i > 0 ? row.open : (values[input] ?? Number.NaN)));
}

type AnyBatch = (
  ...columns: readonly (readonly number[] | Float64Array)[]
) => Float64Array | Record<string, Float64Array>;

function batchOf(name: TulipName): AnyBatch {
  const entry: CatalogEntry = CATALOG[name];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one loop over 104 differently typed functions
  const facade = tulip as unknown as Readonly<Record<string, (options?: object) => AnyBatch>>;
  const create = facade[name];
  if (create === undefined) throw new Error(name);
  return entry.options.length === 0 ? create() : create(optionsOf(entry));
}

function columnsOf(name: TulipName, rows: readonly Row[]): number[][] {
  const entry: CatalogEntry = CATALOG[name];
  return entry.inputs.map((_, i) => rows.map((row) => inputsOf(entry, row)[i] ?? Number.NaN));
}

function outputsOf(name: TulipName, rows: readonly Row[]): Float64Array[] {
  const result = batchOf(name)(...columnsOf(name, rows));
  return result instanceof Float64Array ? [result] : Object.values(result);
}

function streamOf(
  name: TulipName,
  window: number,
): { feed(row: Row): void; isReady(): boolean; warmup: number; read(): unknown[] } {
  const entry: CatalogEntry = CATALOG[name];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one loop over 104 differently typed classes
  const indicator = new TulipIndicator<TulipName>(name, optionsOf(entry) as TulipOptions<TulipName>, { window });
  return {
    feed: (row) => {
      const values = inputsOf(entry, row);
      const input: unknown = entry.inputs[0] === 'real' ? (values.length === 1 ? values[0] : values) : row;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
      indicator.update(input as TulipInput<TulipName>);
    },
    isReady: () => indicator.isReady,
    warmup: indicator.warmup,
    read: () => {
      const value: unknown = indicator.value;
      return typeof value === 'object' && value !== null ? Object.values(value) : [value];
    },
  };
}

describe.each(names)('%s', (name) => {
  const rows = walk(120);

  it('gives what tulind gives, aligned to the last candle', () => {
    const entry: CatalogEntry = CATALOG[name];
    const native = nativeIndicators()[name];
    let raw: readonly (readonly number[])[] = [];
    const options = entry.options.map((option) => USUAL[option] ?? Number.NaN);
    native?.indicator(columnsOf(name, rows), options, (_, outputs) => {
      raw = outputs;
    });
    const outputs = outputsOf(name, rows);
    expect(outputs).toHaveLength(entry.outputs.length);
    outputs.forEach((output, i) => {
      const values = raw[i] ?? [];
      expect(values.length).toBeGreaterThan(0);
      expect([...output]).toEqual([...Array.from({ length: 120 - values.length }, () => Number.NaN), ...values]);
    });
  });

  it('takes Float64Array as it takes number[]', () => {
    const typed = batchOf(name)(...columnsOf(name, rows).map((column) => Float64Array.from(column)));
    expect(typed).toEqual(batchOf(name)(...columnsOf(name, rows)));
  });

  it('streams what the batch computes while the window holds everything', () => {
    const outputs = outputsOf(name, rows);
    const stream = streamOf(name, 120);
    rows.forEach((row, i) => {
      stream.feed(row);
      expect(stream.isReady()).toBe(i + 1 >= stream.warmup);
      expect(stream.read()).toEqual(outputs.map((output) => output[i]));
    });
  });

  it('gives NaN, not an error, for columns too short or empty', () => {
    const { start } = prepare(name, optionsOf(CATALOG[name]));
    for (let length = 0; length <= start; length++) {
      for (const output of outputsOf(name, rows.slice(0, length))) {
        expect([...output]).toEqual(Array.from({ length }, () => Number.NaN));
      }
    }
  });

  it('refuses a number that is not finite, in a column and in a step', () => {
    const columns = columnsOf(name, rows);
    expect(() => batchOf(name)(...columns.map((column) => column.with(7, Number.NaN)))).toThrow(
      /\[7\] NaN is not a finite/,
    );
    const stream = streamOf(name, 120);
    const twin = streamOf(name, 120);
    for (const row of rows) {
      const bad = {
        open: Number.NaN,
        high: Number.NaN,
        low: Number.NaN,
        close: Number.NaN,
        volume: Number.NaN,
        real: Number.NaN,
      };
      expect(() => stream.feed(bad)).toThrow(RangeError);
      stream.feed(row);
      twin.feed(row);
    }
    expect(stream.read()).toEqual(twin.read());
  });
});

describe('a window of 500', () => {
  const rows = walk(1200);

  /** Largest error relative to full history once candles have left the window. */
  function worstError(name: TulipName): number {
    const full = outputsOf(name, rows);
    const stream = streamOf(name, 500);
    let worst = 0;
    rows.forEach((row, i) => {
      stream.feed(row);
      if (i < 500 || i % 7 !== 0) return;
      stream.read().forEach((value, output) => {
        const expected = full[output]?.[i] ?? Number.NaN;
        const error = Math.abs(Number(value) - expected) / Math.max(1, Math.abs(expected));
        worst = Math.max(worst, Number.isNaN(error) ? 0 : error);
      });
    });
    return worst;
  }

  it('is enough for all but sums over all time and the slow decay of a peak', () => {
    const off = names.filter((name) => worstError(name) > 1e-8);
    expect(off).toEqual(['ad', 'decay', 'nvi', 'obv', 'pvi', 'wad']);
  });
});
