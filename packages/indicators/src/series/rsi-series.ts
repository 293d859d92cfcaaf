import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { RsiOptions } from '../rsi.js';
import { blank, column, type Series } from './columns.js';

/** `Rsi` over a whole column. */
export function rsiSeries(values: Series, options: RsiOptions = {}): Float64Array {
  const inputs = column('value', values);
  const period = checkPeriod('period', options.period ?? 14);
  const output = blank(inputs.length);
  let rises = 0;
  let falls = 0;
  for (let i = 1; i < inputs.length; i++) {
    const step = at(inputs, i) - at(inputs, i - 1);
    const rise = Math.max(step, 0);
    const fall = Math.max(-step, 0);
    // Sums while the first period fills; averages times the period from then on.
    const kept = i <= period ? 1 : 1 - 1 / period;
    rises = rises * kept + rise;
    falls = falls * kept + fall;
    if (i >= period) output[i] = rises + falls === 0 ? 0 : (100 * rises) / (rises + falls);
  }
  return output;
}
