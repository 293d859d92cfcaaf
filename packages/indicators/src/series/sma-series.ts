import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { SmaOptions } from '../sma.js';
import { blank, column, type Series } from './columns.js';

/** `Sma` over a whole column: a running sum that keeps its rounding error apart (Knuth's two-sum). */
export function smaSeries(values: Series, options: SmaOptions): Float64Array {
  const inputs = column('value', values);
  const output = blank(inputs.length);
  fillMovingAverage(inputs, 0, checkPeriod('period', options.period), output);
  return output;
}

/** Averages `inputs[from …]` into `output`, from index from + period − 1 on. */
export function fillMovingAverage(inputs: Float64Array, from: number, period: number, output: Float64Array): void {
  let sum = 0;
  let error = 0;
  for (let i = from; i < inputs.length; i++) {
    const added = at(inputs, i);
    const grown = sum + added;
    const addedShare = grown - sum;
    error += sum - (grown - addedShare) + (added - addedShare);
    sum = grown;
    if (i - from >= period) {
      const removed = -at(inputs, i - period);
      const shrunk = sum + removed;
      const removedShare = shrunk - sum;
      error += sum - (shrunk - removedShare) + (removed - removedShare);
      sum = shrunk;
    }
    if (i - from >= period - 1) output[i] = (sum + error) / period;
  }
}
