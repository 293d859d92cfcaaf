import { at } from '../at.js';
import { checkChoice } from '../checks.js';
import type { TrueRangeOptions } from '../true-range.js';
import { blank, column, type HighLowCloseColumns, rows } from './columns.js';

/** `TrueRange` over whole columns. */
export function trueRangeSeries(candles: HighLowCloseColumns, options: TrueRangeOptions = {}): Float64Array {
  const firstCandle = checkChoice('firstCandle', options.firstCandle ?? 'skip', ['skip', 'high-low']);
  const length = rows(candles, ['high', candles.high], ['low', candles.low], ['close', candles.close]);
  const high = column('high', candles.high, length);
  const low = column('low', candles.low, length);
  const close = column('close', candles.close, length);
  const output = blank(length);
  if (firstCandle === 'high-low' && length > 0) output[0] = at(high, 0) - at(low, 0);
  for (let i = 1; i < length; i++) {
    const last = at(close, i - 1);
    output[i] = Math.max(at(high, i), last) - Math.min(at(low, i), last);
  }
  return output;
}
