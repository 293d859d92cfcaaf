import { tulip } from '@fathom/tulip';
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
  Obv,
  ParabolicSar,
  Rsi,
  Sma,
  Stochastic,
  TrueRange,
  Wilder,
} from './index.js';

const candles = KRAKEN_CANDLES;
const high = candles.map((candle) => candle.high);
const low = candles.map((candle) => candle.low);
const close = candles.map((candle) => candle.close);
const volume = candles.map((candle) => candle.volume);

/** Outputs after every input. */
function run<Input, Output extends { update(input: Input): void }>(
  indicator: Output,
  inputs: readonly Input[],
  read: (indicator: Output) => number,
): number[] {
  return inputs.map((input) => {
    indicator.update(input);
    return read(indicator);
  });
}

/** Largest error relative to the value, from index `from` on; infinite when only one of the two has a value there. */
function worstError(streamed: readonly number[], tulips: Float64Array, from = 0): number {
  const errors = streamed.map((value, i) => {
    const expected = tulips[i] ?? Number.NaN;
    if (i < from || (Number.isNaN(value) && Number.isNaN(expected))) return 0;
    const error = Math.abs(value - expected) / Math.max(1, Math.abs(expected));
    return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  });
  return Math.max(...errors);
}

const TIGHT = 1e-9;

describe('where Tulip has the same convention, every value and the first index are the same', () => {
  it('sma, highest, lowest', () => {
    const sma = run(new Sma({ period: 20 }), close, (i) => i.value);
    expect(worstError(sma, tulip.sma({ period: 20 })(close))).toBeLessThanOrEqual(TIGHT);
    const highest = run(new Highest({ period: 14 }), high, (i) => i.value);
    expect(worstError(highest, tulip.max({ period: 14 })(high))).toBe(0);
    const lowest = run(new Lowest({ period: 14 }), low, (i) => i.value);
    expect(worstError(lowest, tulip.min({ period: 14 })(low))).toBe(0);
  });

  it('ema seeded with the first value', () => {
    const ema = run(new Ema({ period: 20, seed: 'first' }), close, (i) => i.value);
    expect(worstError(ema, tulip.ema({ period: 20 })(close))).toBe(0);
  });

  it('wilder', () => {
    const wilder = run(new Wilder({ period: 14 }), close, (i) => i.value);
    expect(worstError(wilder, tulip.wilders({ period: 14 })(close))).toBe(0);
  });

  it('rsi', () => {
    const rsi = run(new Rsi({ period: 14 }), close, (i) => i.value);
    expect(worstError(rsi, tulip.rsi({ period: 14 })(close))).toBeLessThanOrEqual(TIGHT);
  });

  it('stochastic', () => {
    const options = { kPeriod: 5, kSlowing: 3, dPeriod: 3 };
    const { stochK, stochD } = tulip.stoch({ kPeriod: 5, kSlowingPeriod: 3, dPeriod: 3 })(high, low, close);
    expect(
      worstError(
        run(new Stochastic(options), candles, (i) => i.k),
        stochK,
      ),
    ).toBeLessThanOrEqual(TIGHT);
    expect(
      worstError(
        run(new Stochastic(options), candles, (i) => i.d),
        stochD,
      ),
    ).toBeLessThanOrEqual(TIGHT);
  });

  it('parabolic SAR with penetration and midpoint', () => {
    const sar = run<RecordedCandle, ParabolicSar>(
      new ParabolicSar({ reversal: 'penetration', start: 'midpoint' }),
      candles,
      (i) => i.value,
    );
    const psar = tulip.psar({ accelerationFactorStep: 0.02, accelerationFactorMaximum: 0.2 })(high, low);
    expect(worstError(sar, psar)).toBe(0);
  });

  it('bollinger bands, to the cancellation in Tulip', () => {
    const bands = tulip.bbands({ period: 20, stddev: 2 })(close);
    expect(
      worstError(
        run(new Bollinger(), close, (i) => i.upper),
        bands.bbandsUpper,
      ),
    ).toBeLessThanOrEqual(1e-8);
    expect(
      worstError(
        run(new Bollinger(), close, (i) => i.middle),
        bands.bbandsMiddle,
      ),
    ).toBeLessThanOrEqual(TIGHT);
    expect(
      worstError(
        run(new Bollinger(), close, (i) => i.lower),
        bands.bbandsLower,
      ),
    ).toBeLessThanOrEqual(1e-8);
  });

  it('true range and its average from the first candle', () => {
    const ranges = run<RecordedCandle, TrueRange>(new TrueRange({ firstCandle: 'high-low' }), candles, (i) => i.value);
    expect(worstError(ranges, tulip.tr()(high, low, close))).toBe(0);
    const average = run<RecordedCandle, Atr>(new Atr({ firstCandle: 'high-low' }), candles, (i) => i.value);
    expect(worstError(average, tulip.atr({ period: 14 })(high, low, close))).toBe(0);
  });

  it('on-balance volume from zero', () => {
    const obv = run<RecordedCandle, Obv>(new Obv({ start: 'zero' }), candles, (i) => i.value);
    expect(worstError(obv, tulip.obv()(close, volume))).toBeLessThanOrEqual(TIGHT);
  });

  it('slope of the regression line', () => {
    const slope = run(new LinearRegressionSlope({ period: 9 }), close, (i) => i.value);
    expect(worstError(slope, tulip.linregslope({ period: 9 })(close))).toBeLessThanOrEqual(TIGHT);
  });

  it('macd of any periods but 12/26', () => {
    const options = { fast: 12, slow: 27, signal: 9, seed: 'first' } as const;
    const macd = tulip.macd({ shortPeriod: 12, longPeriod: 27, signalPeriod: 9 })(close);
    expect(
      worstError(
        run(new Macd(options), close, (i) => i.line),
        macd.macd,
      ),
    ).toBe(0);
    expect(
      worstError(
        run(new Macd(options), close, (i) => i.signal),
        macd.macdSignal,
      ),
    ).toBe(0);
    expect(
      worstError(
        run(new Macd(options), close, (i) => i.histogram),
        macd.macdHistogram,
      ),
    ).toBe(0);
  });
});

describe('where the starts differ, the two converge', () => {
  it('ema', () => {
    const ema = run(new Ema({ period: 20 }), close, (i) => i.value);
    expect(worstError(ema, tulip.ema({ period: 20 })(close))).toBe(Number.POSITIVE_INFINITY);
    expect(worstError(ema, tulip.ema({ period: 20 })(close), 300)).toBeLessThanOrEqual(TIGHT);
  });

  it('atr', () => {
    const atr = run<RecordedCandle, Atr>(new Atr({ period: 14 }), candles, (i) => i.value);
    expect(worstError(atr, tulip.atr({ period: 14 })(high, low, close), 400)).toBeLessThanOrEqual(TIGHT);
  });

  it('macd', () => {
    const macd = run(new Macd({ fast: 12, slow: 27 }), close, (i) => i.histogram);
    const tulips = tulip.macd({ shortPeriod: 12, longPeriod: 27, signalPeriod: 9 })(close);
    expect(worstError(macd, tulips.macdHistogram, 400)).toBeLessThanOrEqual(TIGHT);
  });

  it('adx, between candles that extend both ways equally', () => {
    // Nudged by 0.01 % of the index's sine so that no candle extends both ways by the same amount.
    const nudged = candles.map((candle, i) => ({ ...candle, high: candle.high * (1 + (1 + Math.sin(i)) / 20_000) }));
    const adx = run<RecordedCandle, Adx>(new Adx({ period: 14 }), nudged, (i) => i.adx);
    const highs = nudged.map((candle) => candle.high);
    expect(worstError(adx, tulip.adx({ period: 14 })(highs, low, close), 600)).toBeLessThanOrEqual(TIGHT);
    const plus = run<RecordedCandle, Adx>(new Adx({ period: 14 }), nudged, (i) => i.plusDi);
    const minus = run<RecordedCandle, Adx>(new Adx({ period: 14 }), nudged, (i) => i.minusDi);
    const di = tulip.di({ period: 14 })(highs, low, close);
    expect(worstError(plus, di.plusDi, 600)).toBeLessThanOrEqual(TIGHT);
    expect(worstError(minus, di.minusDi, 600)).toBeLessThanOrEqual(TIGHT);
  });
});

describe("Tulip's macd of 12/26", () => {
  const quirky = tulip.macd({ shortPeriod: 12, longPeriod: 26, signalPeriod: 9 })(close);

  it('is not the difference of its own averages of 12 and 26; ours is', () => {
    const fast = tulip.ema({ period: 12 })(close);
    const slow = tulip.ema({ period: 26 })(close);
    const line = fast.map((value, i) => value - (slow[i] ?? Number.NaN));
    const ours = run(new Macd({ seed: 'first', signal: 1 }), close, (i) => i.line);
    expect(worstError(ours, line, 25)).toBe(0);
    expect(quirky.macd.subarray(25).every((value, i) => Math.abs(value - (line[25 + i] ?? 0)) > 1e-9)).toBe(true);
  });

  it('weighs new values 0.15 and 0.075 instead of 2/13 and 2/27', () => {
    let fast = close[0] ?? Number.NaN;
    let slow = fast;
    const line = close.map((value) => {
      fast += (value - fast) * 0.15;
      slow += (value - slow) * 0.075;
      return fast - slow;
    });
    expect(worstError(line, quirky.macd, 25)).toBeLessThanOrEqual(TIGHT);
  });
});

describe('where Tulip breaks on a flat market, ours stays finite', () => {
  const flat = Array.from({ length: 100 }, () => 431.27);

  it('rsi is 0, not NaN', () => {
    expect(tulip.rsi({ period: 14 })(flat)[99]).toBeNaN();
    expect(run(new Rsi({ period: 14 }), flat, (i) => i.value).at(-1)).toBe(0);
  });

  it('bollinger bands meet exactly', () => {
    const bands = new Bollinger();
    for (const value of flat) bands.update(value);
    expect(bands.value).toEqual({ upper: 431.27, middle: 431.27, lower: 431.27 });
    const tulips = tulip.bbands({ period: 20, stddev: 2 })(flat);
    expect(tulips.bbandsUpper.some((value, i) => i > 18 && Number.isNaN(value))).toBe(true);
  });
});
