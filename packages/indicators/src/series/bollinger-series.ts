import { at } from '../at.js';
import type { BollingerOptions } from '../bollinger.js';
import { checkFinite, checkPeriod } from '../checks.js';
import { blank, column, type Series } from './columns.js';

export interface BollingerSeries {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

/** `Bollinger` over a whole column, each window afresh in two passes: O(period) a point, nothing to cancel. */
export function bollingerSeries(values: Series, options: BollingerOptions = {}): BollingerSeries {
  const { deviations = 2 } = options;
  const inputs = column('value', values);
  const period = checkPeriod('period', options.period ?? 20);
  checkFinite('deviations', deviations);
  if (deviations < 0) throw new RangeError(`deviations ${deviations} is below 0`);
  const upper = blank(inputs.length);
  const middle = blank(inputs.length);
  const lower = blank(inputs.length);
  for (let i = period - 1; i < inputs.length; i++) {
    const first = at(inputs, i);
    let sum = 0;
    for (let j = i - period + 1; j < i; j++) sum += at(inputs, j) - first;
    const mean = first + sum / period;
    let squares = 0;
    for (let j = i - period + 1; j <= i; j++) squares += (at(inputs, j) - mean) * (at(inputs, j) - mean);
    const width = deviations * Math.sqrt(squares / period);
    upper[i] = mean + width;
    middle[i] = mean;
    lower[i] = mean - width;
  }
  return { upper, middle, lower };
}
