import type { AtrOptions } from '../atr.js';
import { checkPeriod } from '../checks.js';
import { blank, type HighLowCloseColumns } from './columns.js';
import { trueRangeSeries } from './true-range-series.js';
import { fillWilderAverage } from './wilder-series.js';

/** `Atr` over whole columns. */
export function atrSeries(candles: HighLowCloseColumns, options: AtrOptions = {}): Float64Array {
  const period = checkPeriod('period', options.period ?? 14);
  const ranges = trueRangeSeries(candles, options);
  const output = blank(ranges.length);
  fillWilderAverage(ranges, options.firstCandle === 'high-low' ? 0 : 1, period, output);
  return output;
}
