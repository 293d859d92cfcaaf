import type { AdxOptions } from '../adx.js';
import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import { blank, column, type HighLowCloseColumns, rows } from './columns.js';
import { trueRangeSeries } from './true-range-series.js';

export interface AdxSeries {
  readonly adx: Float64Array;
  readonly plusDi: Float64Array;
  readonly minusDi: Float64Array;
}

/** `Adx` over whole columns: movements, their smoothed sums, the index of each candle, its average. */
export function adxSeries(candles: HighLowCloseColumns, options: AdxOptions = {}): AdxSeries {
  const period = checkPeriod('period', options.period ?? 14, 2);
  const ranges = trueRangeSeries(candles);
  const length = rows(candles, ['high', candles.high], ['low', candles.low]);
  const { up, down } = movements(column('high', candles.high, length), column('low', candles.low, length));
  smooth(ranges, period);
  smooth(up, period);
  smooth(down, period);
  const plusDi = blank(length);
  const minusDi = blank(length);
  const adx = blank(length);
  let average = 0;
  for (let i = period; i < length; i++) {
    const range = at(ranges, i);
    const plus = range > 0 ? (100 * at(up, i)) / range : 0;
    const minus = range > 0 ? (100 * at(down, i)) / range : 0;
    if (i < 2 * period) average += plus + minus > 0 ? (100 * Math.abs(plus - minus)) / (plus + minus) / period : 0;
    else if (plus + minus > 0) {
      average = (average * (period - 1) + (100 * Math.abs(plus - minus)) / (plus + minus)) / period;
    }
    if (i < 2 * period - 1) continue;
    plusDi[i] = plus;
    minusDi[i] = minus;
    adx[i] = average;
  }
  return { adx, plusDi, minusDi };
}

/** How far each candle went beyond the previous one, on the side where it went further. */
function movements(high: Float64Array, low: Float64Array): { up: Float64Array; down: Float64Array } {
  const up = new Float64Array(high.length);
  const down = new Float64Array(high.length);
  for (let i = 1; i < high.length; i++) {
    const rise = Math.max(at(high, i) - at(high, i - 1), 0);
    const fall = Math.max(at(low, i - 1) - at(low, i), 0);
    if (rise > fall) up[i] = rise;
    if (fall > rise) down[i] = fall;
  }
  return { up, down };
}

/** Sums the first period − 1 steps, then lets each step replace its share of the sum; in place. */
function smooth(values: Float64Array, period: number): void {
  for (let i = 2; i < values.length; i++) {
    const last = at(values, i - 1);
    values[i] = at(values, i) + (i < period ? last : last - last / period);
  }
}
