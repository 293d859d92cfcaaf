import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { WilderOptions } from '../wilder.js';
import { blank, column, type Series } from './columns.js';

/** `Wilder` over a whole column. */
export function wilderSeries(values: Series, options: WilderOptions): Float64Array {
  const inputs = column('value', values);
  const output = blank(inputs.length);
  fillWilderAverage(inputs, 0, checkPeriod('period', options.period), output);
  return output;
}

/** Averages `inputs[from …]` into `output`, from index from + period − 1 on. */
export function fillWilderAverage(inputs: Float64Array, from: number, period: number, output: Float64Array): void {
  if (inputs.length < from + period) return;
  let sum = 0;
  for (let i = from; i < from + period; i++) sum += at(inputs, i);
  let average = sum / period;
  output[from + period - 1] = average;
  const weight = 1 / period;
  for (let i = from + period; i < inputs.length; i++) {
    average = average * (1 - weight) + at(inputs, i) * weight;
    output[i] = average;
  }
}
