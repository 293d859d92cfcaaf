import { at } from '../at.js';
import { checkChoice, checkPeriod } from '../checks.js';
import type { EmaOptions, EmaSeed } from '../ema.js';
import { blank, column, type Series } from './columns.js';

/** `Ema` over a whole column. */
export function emaSeries(values: Series, options: EmaOptions): Float64Array {
  const inputs = column('value', values);
  const period = checkPeriod('period', options.period);
  const seed = checkChoice('seed', options.seed ?? 'sma', ['sma', 'first']);
  const output = blank(inputs.length);
  fillExponentialAverage(inputs, { from: 0, period, seed }, output);
  return output;
}

export interface ExponentialAverage {
  /** Index of the first input. */
  readonly from: number;
  readonly period: number;
  readonly seed: EmaSeed;
}

/** Averages `inputs[from …]` into `output`, from the seed's index on. */
export function fillExponentialAverage(inputs: Float64Array, average: ExponentialAverage, output: Float64Array): void {
  const { from, period, seed } = average;
  const weight = 2 / (period + 1);
  const seeds = seed === 'sma' ? period : 1;
  if (inputs.length < from + seeds) return;
  let sum = 0;
  for (let i = from; i < from + seeds; i++) sum += at(inputs, i);
  let ema = sum / seeds;
  output[from + seeds - 1] = ema;
  for (let i = from + seeds; i < inputs.length; i++) {
    ema += (at(inputs, i) - ema) * weight;
    output[i] = ema;
  }
}
