import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { MomentumOptions } from '../momentum.js';
import { blank, column, type Series } from './columns.js';

/** `Momentum` over a whole column. */
export function momentumSeries(values: Series, options: MomentumOptions = {}): Float64Array {
  const inputs = column('value', values);
  const period = checkPeriod('period', options.period ?? 14, 2);
  const output = blank(inputs.length);
  for (let i = period - 1; i < inputs.length; i++) {
    const base = at(inputs, i - period + 1);
    output[i] = base === 0 ? 0 : (at(inputs, i) * 100) / base;
  }
  return output;
}
