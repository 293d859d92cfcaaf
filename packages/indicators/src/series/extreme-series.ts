import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { HighestOptions } from '../highest.js';
import type { LowestOptions } from '../lowest.js';
import { blank, column, type Series } from './columns.js';

/** `Highest` over a whole column. */
export function highestSeries(values: Series, options: HighestOptions): Float64Array {
  return extremes(column('value', values), checkPeriod('period', options.period), 1);
}

/** `Lowest` over a whole column. */
export function lowestSeries(values: Series, options: LowestOptions): Float64Array {
  return extremes(column('value', values), checkPeriod('period', options.period), -1);
}

/** The largest (`sign` 1) or smallest (−1) of each window: looked for again only when the last one leaves. */
export function extremes(inputs: Float64Array, period: number, sign: 1 | -1): Float64Array {
  const output = blank(inputs.length);
  let best = Number.NEGATIVE_INFINITY;
  let bestIndex = -1;
  for (let i = 0; i < inputs.length; i++) {
    const value = sign * at(inputs, i);
    if (value >= best) {
      best = value;
      bestIndex = i;
    } else if (bestIndex <= i - period) {
      best = Number.NEGATIVE_INFINITY;
      for (let j = i - period + 1; j <= i; j++) {
        const candidate = sign * at(inputs, j);
        if (candidate >= best) {
          best = candidate;
          bestIndex = j;
        }
      }
    }
    if (i >= period - 1) output[i] = sign * best;
  }
  return output;
}
