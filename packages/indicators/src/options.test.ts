import { describe, expect, it } from 'vitest';
import {
  Adx,
  adxSeries,
  Atr,
  atrSeries,
  Bollinger,
  bollingerSeries,
  Ema,
  emaSeries,
  Highest,
  highestSeries,
  LinearRegressionSlope,
  linearRegressionSlopeSeries,
  Lowest,
  lowestSeries,
  Macd,
  macdSeries,
  Momentum,
  momentumSeries,
  Obv,
  obvSeries,
  ParabolicSar,
  parabolicSarSeries,
  Rsi,
  rsiSeries,
  Sma,
  smaSeries,
  Stochastic,
  stochasticSeries,
  SupportResistance,
  supportResistanceLevels,
  TrueRange,
  trueRangeSeries,
  Wilder,
  wilderSeries,
} from './index.js';

const candles = { high: [2, 3], low: [1, 2], close: [2, 2], volume: [1, 1] };
const closes = candles.close;

/** What someone without types might pass for a choice. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the point is to pass what the types refuse
const odd = 'odd' as never;

describe.each<[string, string, () => unknown, () => unknown]>([
  ['sma', 'period 0', () => new Sma({ period: 0 }), () => smaSeries(closes, { period: 0 })],
  ['sma', 'period 2.5', () => new Sma({ period: 2.5 }), () => smaSeries(closes, { period: 2.5 })],
  ['sma', 'period NaN', () => new Sma({ period: Number.NaN }), () => smaSeries(closes, { period: Number.NaN })],
  ['sma', 'period 1000000000000', () => new Sma({ period: 1e12 }), () => smaSeries(closes, { period: 1e12 })],
  ['ema', 'period -3', () => new Ema({ period: -3 }), () => emaSeries(closes, { period: -3 })],
  ['ema', 'seed odd', () => new Ema({ period: 3, seed: odd }), () => emaSeries(closes, { period: 3, seed: odd })],
  ['wilder', 'period 0', () => new Wilder({ period: 0 }), () => wilderSeries(closes, { period: 0 })],
  [
    'macd',
    'fast 26 is not below slow 12',
    () => new Macd({ fast: 26, slow: 12 }),
    () => macdSeries(closes, { fast: 26, slow: 12 }),
  ],
  ['macd', 'fast 0', () => new Macd({ fast: 0 }), () => macdSeries(closes, { fast: 0 })],
  ['macd', 'slow 26.5', () => new Macd({ slow: 26.5 }), () => macdSeries(closes, { slow: 26.5 })],
  ['macd', 'signal 0', () => new Macd({ signal: 0 }), () => macdSeries(closes, { signal: 0 })],
  ['macd', 'seed odd', () => new Macd({ seed: odd }), () => macdSeries(closes, { seed: odd })],
  ['rsi', 'period 0', () => new Rsi({ period: 0 }), () => rsiSeries(closes, { period: 0 })],
  ['stochastic', 'kPeriod 0', () => new Stochastic({ kPeriod: 0 }), () => stochasticSeries(candles, { kPeriod: 0 })],
  ['stochastic', 'kSlowing 0', () => new Stochastic({ kSlowing: 0 }), () => stochasticSeries(candles, { kSlowing: 0 })],
  ['stochastic', 'dPeriod 0', () => new Stochastic({ dPeriod: 0 }), () => stochasticSeries(candles, { dPeriod: 0 })],
  [
    'sar',
    'acceleration 0',
    () => new ParabolicSar({ acceleration: 0 }),
    () => parabolicSarSeries(candles, { acceleration: 0 }),
  ],
  [
    'sar',
    'maximum 0.01',
    () => new ParabolicSar({ maximum: 0.01 }),
    () => parabolicSarSeries(candles, { maximum: 0.01 }),
  ],
  [
    'sar',
    'maximum Infinity',
    () => new ParabolicSar({ maximum: Infinity }),
    () => parabolicSarSeries(candles, { maximum: Infinity }),
  ],
  [
    'sar',
    'reversal odd',
    () => new ParabolicSar({ reversal: odd }),
    () => parabolicSarSeries(candles, { reversal: odd }),
  ],
  ['sar', 'start odd', () => new ParabolicSar({ start: odd }), () => parabolicSarSeries(candles, { start: odd })],
  ['bollinger', 'period 0', () => new Bollinger({ period: 0 }), () => bollingerSeries(closes, { period: 0 })],
  [
    'bollinger',
    'deviations -1',
    () => new Bollinger({ deviations: -1 }),
    () => bollingerSeries(closes, { deviations: -1 }),
  ],
  [
    'bollinger',
    'deviations NaN',
    () => new Bollinger({ deviations: Number.NaN }),
    () => bollingerSeries(closes, { deviations: Number.NaN }),
  ],
  [
    'true range',
    'firstCandle odd',
    () => new TrueRange({ firstCandle: odd }),
    () => trueRangeSeries(candles, { firstCandle: odd }),
  ],
  ['atr', 'period 0', () => new Atr({ period: 0 }), () => atrSeries(candles, { period: 0 })],
  ['adx', 'period 1', () => new Adx({ period: 1 }), () => adxSeries(candles, { period: 1 })],
  ['obv', 'start odd', () => new Obv({ start: odd }), () => obvSeries(candles, { start: odd })],
  [
    'slope',
    'period 1',
    () => new LinearRegressionSlope({ period: 1 }),
    () => linearRegressionSlopeSeries(closes, { period: 1 }),
  ],
  ['momentum', 'period 1', () => new Momentum({ period: 1 }), () => momentumSeries(closes, { period: 1 })],
  ['highest', 'period 0', () => new Highest({ period: 0 }), () => highestSeries(closes, { period: 0 })],
  ['lowest', 'period 0', () => new Lowest({ period: 0 }), () => lowestSeries(closes, { period: 0 })],
  [
    'levels',
    'period 3',
    () => new SupportResistance({ period: 3 }),
    () => supportResistanceLevels(closes, { period: 3 }),
  ],
])('%s of %s', (_, message, streaming, batch) => {
  it('is refused with the value, streaming and batch', () => {
    for (const attempt of [streaming, batch]) {
      expect(attempt).toThrow(RangeError);
      expect(attempt).toThrow(message);
    }
  });
});

it('a history shorter than the smoothing window is refused', () => {
  expect(() => new SupportResistance({ period: 25, history: 26 })).toThrow(
    'history 26 is not a whole number of at least 27',
  );
});

describe('columns', () => {
  it('may be plain arrays or Float64Array', () => {
    expect(smaSeries(Float64Array.of(1, 2, 4), { period: 2 })).toEqual(Float64Array.of(Number.NaN, 1.5, 3));
    expect(smaSeries([1, 2, 4], { period: 2 })).toEqual(Float64Array.of(Number.NaN, 1.5, 3));
  });

  it('count only up to `length` where it is given', () => {
    const roomy = {
      length: 2,
      high: Float64Array.of(2, 3, 0, 0),
      low: Float64Array.of(1, 2, 0),
      close: [2, 2.5, Number.NaN],
    };
    expect(trueRangeSeries(roomy)).toEqual(Float64Array.of(Number.NaN, 1));
  });

  it('are not changed', () => {
    const column = Float64Array.of(3, 1, 2, 5, 4);
    bollingerSeries(column, { period: 2 });
    macdSeries(column, { fast: 1, slow: 2, signal: 1 });
    expect(column).toEqual(Float64Array.of(3, 1, 2, 5, 4));
  });

  it('are refused when they differ in length, are too short or hold a number that is not finite', () => {
    expect(() => trueRangeSeries({ high: [1, 2], low: [1], close: [1, 2] })).toThrow(
      'low has 1 values, not 2 like high',
    );
    expect(() => trueRangeSeries({ length: 3, high: [1, 2], low: [1, 2], close: [1, 2] })).toThrow(
      'high has 2 of 3 values',
    );
    expect(() => obvSeries({ close: [1, 2], volume: [1, Number.NaN] })).toThrow('volume[1] NaN is not a finite number');
    expect(() => emaSeries([1, Infinity], { period: 1 })).toThrow('value[1] Infinity is not a finite number');
  });
});
