import type { RecordedCandle } from '../fixtures/kraken-candles.js';
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
  TrueRange,
  trueRangeSeries,
  Wilder,
  wilderSeries,
} from '../index.js';
import { type IndicatorCase, indicatorCase } from './indicator-case.js';

const close = (candle: RecordedCandle) => candle.close;
const whole = (candle: RecordedCandle) => candle;
const valueOf = (indicator: { readonly value: number }) => [indicator.value];

/** Every indicator beside its batch form, in each of its conventions and at its shortest period. */
export const INDICATOR_CASES: readonly IndicatorCase[] = [
  ...[1, 2, 20, 50].map((period) =>
    indicatorCase(`sma ${period}`, {
      warmup: period,
      scale: 'price',
      create: () => new Sma({ period }),
      input: close,
      outputs: valueOf,
      batch: (columns) => [smaSeries(columns.close, { period })],
    }),
  ),
  ...(['sma', 'first'] as const).flatMap((seed) => [
    ...[1, 20].map((period) =>
      indicatorCase(`ema ${period}, seed ${seed}`, {
        warmup: seed === 'sma' ? period : 1,
        scale: 'price',
        create: () => new Ema({ period, seed }),
        input: close,
        outputs: valueOf,
        batch: (columns) => [emaSeries(columns.close, { period, seed })],
      }),
    ),
    indicatorCase(`macd 12/26/9, seed ${seed}`, {
      warmup: seed === 'sma' ? 34 : 26,
      scale: 'price',
      create: () => new Macd({ seed }),
      input: close,
      outputs: ({ line, signal, histogram }) => [line, signal, histogram],
      batch: (columns) => {
        const { line, signal, histogram } = macdSeries(columns.close, { seed });
        return [line, signal, histogram];
      },
    }),
    indicatorCase(`macd 1/2/1, seed ${seed}`, {
      warmup: 2,
      scale: 'price',
      create: () => new Macd({ fast: 1, slow: 2, signal: 1, seed }),
      input: close,
      outputs: ({ line, signal, histogram }) => [line, signal, histogram],
      batch: (columns) => {
        const { line, signal, histogram } = macdSeries(columns.close, { fast: 1, slow: 2, signal: 1, seed });
        return [line, signal, histogram];
      },
    }),
  ]),
  ...[1, 14].map((period) =>
    indicatorCase(`wilder ${period}`, {
      warmup: period,
      scale: 'price',
      create: () => new Wilder({ period }),
      input: close,
      outputs: valueOf,
      batch: (columns) => [wilderSeries(columns.close, { period })],
    }),
  ),
  ...[1, 14].map((period) =>
    indicatorCase(`rsi ${period}`, {
      warmup: period + 1,
      scale: 'percent',
      create: () => new Rsi({ period }),
      input: close,
      outputs: valueOf,
      batch: (columns) => [rsiSeries(columns.close, { period })],
    }),
  ),
  ...[
    { kPeriod: 5, kSlowing: 3, dPeriod: 3 },
    { kPeriod: 14, kSlowing: 1, dPeriod: 3 },
    { kPeriod: 1, kSlowing: 1, dPeriod: 1 },
  ].map((options) =>
    indicatorCase(`stochastic ${Object.values(options).join('/')}`, {
      warmup: options.kPeriod + options.kSlowing + options.dPeriod - 2,
      scale: 'percent',
      create: () => new Stochastic(options),
      input: whole,
      outputs: ({ k, d }) => [k, d],
      batch: (columns) => {
        const { k, d } = stochasticSeries(columns, options);
        return [k, d];
      },
    }),
  ),
  ...(['touch', 'penetration'] as const).flatMap((reversal) =>
    (['directional-movement', 'midpoint'] as const).flatMap((start) =>
      [
        { acceleration: 0.02, maximum: 0.2, reversal, start },
        { acceleration: 0.2, maximum: 0.2, reversal, start },
      ].map((options) =>
        indicatorCase(`parabolic SAR ${options.acceleration}, ${reversal}, ${start}`, {
          warmup: 2,
          scale: 'price',
          create: () => new ParabolicSar(options),
          input: whole,
          outputs: valueOf,
          batch: (columns) => [parabolicSarSeries(columns, options)],
        }),
      ),
    ),
  ),
  ...[1, 20].map((period) =>
    indicatorCase(`bollinger ${period}`, {
      warmup: period,
      scale: 'price',
      create: () => new Bollinger({ period, deviations: 2 }),
      input: close,
      outputs: ({ upper, middle, lower }) => [upper, middle, lower],
      batch: (columns) => {
        const { upper, middle, lower } = bollingerSeries(columns.close, { period, deviations: 2 });
        return [upper, middle, lower];
      },
    }),
  ),
  ...(['skip', 'high-low'] as const).flatMap((firstCandle) => {
    const start = firstCandle === 'skip' ? 2 : 1;
    return [
      indicatorCase(`true range, first candle ${firstCandle}`, {
        warmup: start,
        scale: 'price',
        create: () => new TrueRange({ firstCandle }),
        input: whole,
        outputs: valueOf,
        batch: (columns) => [trueRangeSeries(columns, { firstCandle })],
      }),
      ...[1, 14].map((period) =>
        indicatorCase(`atr ${period}, first candle ${firstCandle}`, {
          warmup: period - 1 + start,
          scale: 'price',
          create: () => new Atr({ period, firstCandle }),
          input: whole,
          outputs: valueOf,
          batch: (columns) => [atrSeries(columns, { period, firstCandle })],
        }),
      ),
    ];
  }),
  ...[2, 14].map((period) =>
    indicatorCase(`adx ${period}`, {
      warmup: 2 * period,
      scale: 'percent',
      create: () => new Adx({ period }),
      input: whole,
      outputs: ({ adx, plusDi, minusDi }) => [adx, plusDi, minusDi],
      batch: (columns) => {
        const { adx, plusDi, minusDi } = adxSeries(columns, { period });
        return [adx, plusDi, minusDi];
      },
    }),
  ),
  ...(['volume', 'zero'] as const).map((start) =>
    indicatorCase(`obv, start ${start}`, {
      warmup: 1,
      scale: 'volume',
      create: () => new Obv({ start }),
      input: whole,
      outputs: valueOf,
      batch: (columns) => [obvSeries(columns, { start })],
    }),
  ),
  ...[2, 9, 10].map((period) =>
    indicatorCase(`linear regression slope ${period}`, {
      warmup: period,
      scale: 'price',
      create: () => new LinearRegressionSlope({ period }),
      input: close,
      outputs: valueOf,
      batch: (columns) => [linearRegressionSlopeSeries(columns.close, { period })],
    }),
  ),
  ...[2, 14].map((period) =>
    indicatorCase(`momentum ${period}`, {
      warmup: period,
      scale: 'percent',
      create: () => new Momentum({ period }),
      input: close,
      outputs: valueOf,
      batch: (columns) => [momentumSeries(columns.close, { period })],
    }),
  ),
  ...[1, 14].flatMap((period) => [
    indicatorCase(`highest ${period}`, {
      warmup: period,
      scale: 'price',
      create: () => new Highest({ period }),
      input: (candle) => candle.high,
      outputs: valueOf,
      batch: (columns) => [highestSeries(columns.high, { period })],
    }),
    indicatorCase(`lowest ${period}`, {
      warmup: period,
      scale: 'price',
      create: () => new Lowest({ period }),
      input: (candle) => candle.low,
      outputs: valueOf,
      batch: (columns) => [lowestSeries(columns.low, { period })],
    }),
  ]),
];
