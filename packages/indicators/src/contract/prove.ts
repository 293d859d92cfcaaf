import type { RecordedCandle } from '../fixtures/kraken-candles.js';
import type { Columns, IndicatorCase, Scale } from './indicator-case.js';

export function columnsOf(candles: readonly RecordedCandle[]): Columns {
  const column = (key: keyof RecordedCandle) => Float64Array.from(candles, (candle) => candle[key]);
  return { high: column('high'), low: column('low'), close: column('close'), volume: column('volume') };
}

function scales(scale: Scale, candles: readonly RecordedCandle[]): number[] {
  let sum = 0;
  let largest = 0;
  return candles.map(({ high, volume }) => {
    sum += volume;
    largest = Math.max(largest, high);
    return { price: largest, percent: 100, volume: sum }[scale];
  });
}

/** Streaming = batch at every index, NaN exactly until ready, finite from then on; throws at the first breach. */
export function prove(indicator: IndicatorCase, candles: readonly RecordedCandle[]): void {
  const batch = indicator.batch(columnsOf(candles));
  const scale = scales(indicator.scale, candles);
  const run = indicator.start();
  for (const [i, candle] of candles.entries()) {
    run.feed(candle);
    const isReady = i + 1 >= indicator.warmup;
    const streamed = run.outputs();
    const computed = batch.map((column) => column[i] ?? Number.POSITIVE_INFINITY);
    const tolerance = 1e-9 * (scale[i] ?? 0);
    const isRight = streamed.every((value, output) => {
      const other = computed[output] ?? Number.POSITIVE_INFINITY;
      if (!isReady) return Number.isNaN(value) && Number.isNaN(other);
      return Number.isFinite(value) && Math.abs(value - other) <= Math.max(tolerance, 1e-9 * Math.abs(value));
    });
    if (!isRight || streamed.length !== batch.length || run.isReady() !== isReady) {
      throw new Error(
        `index ${i}, ready ${run.isReady()}: streaming gives ${streamed.join()}, the batch ${computed.join()}`,
      );
    }
  }
}
