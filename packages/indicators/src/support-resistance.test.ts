import { readFileSync } from 'node:fs';
import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candles as anyCandles } from './contract/candle-arbitrary.js';
import { KRAKEN_CANDLES } from './fixtures/kraken-candles.js';
import { SupportResistance, supportResistanceLevels } from './index.js';

interface SavitzkyGolayFixture {
  readonly cases: ReadonlyArray<{
    readonly from: number;
    readonly to: number;
    readonly period: number;
    readonly supports: readonly number[];
    readonly resistances: readonly number[];
  }>;
}

function isFixture(value: unknown): value is SavitzkyGolayFixture {
  return typeof value === 'object' && value !== null && 'cases' in value;
}

const path = new URL('./fixtures/savitzky-golay.json', import.meta.url);
const fixture: unknown = JSON.parse(readFileSync(path, 'utf8'));
const cases = isFixture(fixture) ? fixture.cases : [];
const closes = KRAKEN_CANDLES.map((candle) => candle.close);

/** After every close, the stream must hold the levels of exactly the closes in its history. */
function prove(prices: readonly number[], period: number, history: number): void {
  const stream = new SupportResistance({ period, history });
  prices.forEach((price, i) => {
    stream.update(price);
    const levels = supportResistanceLevels(prices.slice(Math.max(0, i + 1 - history), i + 1), { period });
    if (JSON.stringify(stream.value) !== JSON.stringify(levels)) {
      throw new Error(`index ${i}: ${JSON.stringify(stream.value)} streaming, ${JSON.stringify(levels)} batch`);
    }
  });
}

describe('support and resistance', () => {
  it('the fixture holds levels of both kinds', () => {
    expect(cases.flatMap((each) => each.supports).length).toBeGreaterThan(20);
    expect(cases.flatMap((each) => each.resistances).length).toBeGreaterThan(20);
  });

  it.each(cases)('closes $from to $to, period $period: what SciPy finds', ({ from, to, period, ...levels }) => {
    const window = closes.slice(from, to);
    expect(supportResistanceLevels(window, { period })).toEqual(levels);
    const stream = new SupportResistance({ period, history: to - from });
    // Earlier closes must have left no trace.
    for (const price of closes.slice(0, to)) stream.update(price);
    expect(stream.supports).toEqual(levels.supports);
    expect(stream.resistances).toEqual(levels.resistances);
  });

  it('streams what the batch finds, at every index, while the history slides', () => {
    expect(() => prove(closes.slice(0, 400), 9, 60)).not.toThrow();
    expect(() => prove(closes.slice(0, 300), 25, 100)).not.toThrow();
    expect(() => prove(closes.slice(0, 60), 25, 27)).not.toThrow();
  });

  it('streams what the batch finds on any candles', () => {
    const run = property(
      anyCandles,
      integer({ min: 4, max: 13 }),
      integer({ min: 15, max: 80 }),
      (rows, period, history) =>
        prove(
          rows.map((row) => row.close),
          period,
          history,
        ),
    );
    assert(run, { numRuns: 50 });
  });

  it('a peak is a resistance and a trough a support: the close before the turn', () => {
    const zigzag = [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6].map((x) => 100 + x);
    expect(supportResistanceLevels(zigzag, { period: 6 })).toEqual({ supports: [102], resistances: [105] });
  });

  it('a flat market has no levels', () => {
    const stream = new SupportResistance();
    for (let i = 0; i < 900; i++) stream.update(431.27);
    expect(stream.value).toEqual({ supports: [], resistances: [] });
  });

  it('is empty and not ready before period made even + 1 closes', () => {
    const stream = new SupportResistance({ period: 25 });
    expect(stream.warmup).toBe(27);
    for (const price of closes.slice(0, 26)) stream.update(price);
    expect([stream.isReady, stream.supports, stream.resistances]).toEqual([false, [], []]);
    stream.update(closes[26] ?? 0);
    expect(stream.isReady).toBe(true);
    expect(supportResistanceLevels(closes.slice(0, 26))).toEqual({ supports: [], resistances: [] });
  });

  it('refuses a close that is not finite and goes on', () => {
    const stream = new SupportResistance({ period: 9, history: 60 });
    for (const price of closes.slice(0, 200)) {
      stream.update(price);
      expect(() => stream.update(Number.NaN)).toThrow(RangeError);
    }
    expect(stream.value).toEqual(supportResistanceLevels(closes.slice(140, 200), { period: 9 }));
  });
});
