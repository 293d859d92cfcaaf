import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KRAKEN_CANDLES, type RecordedCandle } from './fixtures/kraken-candles.js';
import {
  Adx,
  Atr,
  Bollinger,
  Ema,
  Highest,
  LinearRegressionSlope,
  Lowest,
  Macd,
  Momentum,
  Obv,
  ParabolicSar,
  Rsi,
  Sma,
  Stochastic,
  TrueRange,
} from './index.js';

interface TalibOutput {
  /** Index of the first value. */
  readonly first: number;
  readonly values: readonly number[];
}

interface TalibFixture {
  readonly note: string;
  readonly outputs: Readonly<Record<string, TalibOutput>>;
}

function isFixture(value: unknown): value is TalibFixture {
  return typeof value === 'object' && value !== null && 'outputs' in value;
}

const fixture: unknown = JSON.parse(readFileSync(new URL('./fixtures/talib.json', import.meta.url), 'utf8'));
const outputs = isFixture(fixture) ? fixture.outputs : {};
const candles = KRAKEN_CANDLES.slice(0, 300);
const closes = candles.map((candle) => candle.close);

/** The largest error relative to the value; infinite when first value or length differ from TA-Lib's. */
function worstError(name: string, streamed: readonly number[]): number {
  const { first, values } = outputs[name] ?? { first: -1, values: [] };
  const isAligned = streamed.findIndex(Number.isFinite) === first && streamed.length === first + values.length;
  if (!isAligned) return Number.POSITIVE_INFINITY;
  const errors = values.map(
    (value, i) => Math.abs(value - (streamed[first + i] ?? Number.NaN)) / Math.max(Math.abs(value), 1),
  );
  return Math.max(...errors);
}

function run<Input>(
  indicator: { readonly value: unknown; update(input: Input): void },
  inputs: readonly Input[],
  read: () => number,
): number[] {
  return inputs.map((input) => {
    indicator.update(input);
    return read();
  });
}

/** The worst error over all outputs of one indicator. */
function against<Input, Output extends { readonly value: unknown; update(input: Input): void }>(
  create: () => Output,
  inputs: readonly Input[],
  expected: Readonly<Record<string, (indicator: Output) => number>>,
): number {
  const errors = Object.entries(expected).map(([name, read]) => {
    const indicator = create();
    return worstError(
      name,
      run(indicator, inputs, () => read(indicator)),
    );
  });
  return Math.max(...errors);
}

describe('TA-Lib conventions, against outputs of TA-Lib itself', () => {
  it('sma', () => {
    expect(against(() => new Sma({ period: 20 }), closes, { sma: (i) => i.value })).toBeLessThanOrEqual(1e-9);
  });

  it('ema: seeded with the mean of the first period', () => {
    expect(against(() => new Ema({ period: 20 }), closes, { ema: (i) => i.value })).toBeLessThanOrEqual(1e-9);
  });

  it('macd: averages aligned on the slow one, first output at slow + signal − 2', () => {
    expect(
      against(() => new Macd(), closes, {
        'macd.line': (i) => i.line,
        'macd.signal': (i) => i.signal,
        'macd.histogram': (i) => i.histogram,
      }),
    ).toBeLessThanOrEqual(1e-9);
  });

  it('rsi', () => {
    expect(against(() => new Rsi(), closes, { rsi: (i) => i.value })).toBeLessThanOrEqual(1e-9);
  });

  it('rsi of a flat series is 0', () => {
    const rsi = new Rsi();
    const flat = run(
      rsi,
      Array.from({ length: 17 }, () => 100),
      () => rsi.value,
    );
    expect(flat.slice(14)).toEqual(outputs['rsiFlat']?.values);
  });

  it('slow stochastic', () => {
    expect(
      against(() => new Stochastic(), candles, { 'stochastic.k': (i) => i.k, 'stochastic.d': (i) => i.d }),
    ).toBeLessThanOrEqual(1e-9);
  });

  it('parabolic SAR: turns on touch, starts by directional movement', () => {
    expect(against(() => new ParabolicSar(), candles, { sar: (i) => i.value })).toBeLessThanOrEqual(1e-9);
    expect(
      against(() => new ParabolicSar({ acceleration: 0.2, maximum: 0.2 }), candles, { sarOriginal: (i) => i.value }),
    ).toBeLessThanOrEqual(1e-9);
  });

  it('parabolic SAR turning on penetration is another one', () => {
    const sar = new ParabolicSar({ reversal: 'penetration' });
    const differing = run<RecordedCandle>(sar, candles, () => sar.value).filter((value, i) => {
      return i > 0 && Math.abs(value - (outputs['sar']?.values[i - 1] ?? Number.NaN)) > 1e-6;
    });
    expect(differing.length).toBeGreaterThan(0);
  });

  it('bollinger bands', () => {
    expect(
      against(() => new Bollinger(), closes, {
        'bollinger.upper': (i) => i.upper,
        'bollinger.middle': (i) => i.middle,
        'bollinger.lower': (i) => i.lower,
      }),
    ).toBeLessThanOrEqual(1e-9);
  });

  it('true range and its average, from the second candle', () => {
    expect(against(() => new TrueRange(), candles, { trueRange: (i) => i.value })).toBeLessThanOrEqual(1e-9);
    expect(against(() => new Atr(), candles, { atr: (i) => i.value })).toBeLessThanOrEqual(1e-9);
  });

  it('adx', () => {
    expect(against(() => new Adx(), candles, { 'adx.adx': (i) => i.adx })).toBeLessThanOrEqual(1e-9);
  });

  it('plus and minus directional indicators, from where adx is ready', () => {
    const adx = new Adx();
    const streamed = run<RecordedCandle>(adx, candles, () => adx.plusDi);
    const minus = new Adx();
    const streamedMinus = run<RecordedCandle>(minus, candles, () => minus.minusDi);
    for (let i = 27; i < 300; i++) {
      expect(streamed[i]).toBeCloseTo(outputs['adx.plusDi']?.values[i - 14] ?? Number.NaN, 9);
      expect(streamedMinus[i]).toBeCloseTo(outputs['adx.minusDi']?.values[i - 14] ?? Number.NaN, 9);
    }
  });

  it('on-balance volume starts with the first volume', () => {
    expect(against(() => new Obv(), candles, { obv: (i) => i.value })).toBeLessThanOrEqual(1e-9);
  });

  it('slope of the regression line', () => {
    expect(
      against(() => new LinearRegressionSlope(), closes, { linearRegressionSlope: (i) => i.value }),
    ).toBeLessThanOrEqual(1e-9);
  });

  it('momentum is ROCR100 of period − 1', () => {
    expect(against(() => new Momentum(), closes, { momentum: (i) => i.value })).toBeLessThanOrEqual(1e-9);
  });

  it('highest and lowest', () => {
    expect(
      against(
        () => new Highest({ period: 14 }),
        candles.map((candle) => candle.high),
        { highest: (i) => i.value },
      ),
    ).toBeLessThanOrEqual(1e-9);
    expect(
      against(
        () => new Lowest({ period: 14 }),
        candles.map((candle) => candle.low),
        { lowest: (i) => i.value },
      ),
    ).toBeLessThanOrEqual(1e-9);
  });
});
