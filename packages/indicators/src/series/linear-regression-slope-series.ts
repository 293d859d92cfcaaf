import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { LinearRegressionSlopeOptions } from '../linear-regression-slope.js';
import { blank, column, type Series } from './columns.js';

/** `LinearRegressionSlope` over a whole column: Σ (x − x̄)·y / Σ (x − x̄)², opposite points taken together. */
export function linearRegressionSlopeSeries(values: Series, options: LinearRegressionSlopeOptions = {}): Float64Array {
  const inputs = column('value', values);
  const period = checkPeriod('period', options.period ?? 9, 2);
  const output = blank(inputs.length);
  const center = (period - 1) / 2;
  let spread = 0;
  for (let x = 0; x < period; x++) spread += (x - center) ** 2;
  for (let i = period - 1; i < inputs.length; i++) {
    let moment = 0;
    for (let x = 0; x < center; x++) moment += (center - x) * (at(inputs, i - x) - at(inputs, i - period + 1 + x));
    output[i] = moment / spread;
  }
  return output;
}
