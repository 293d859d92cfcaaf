import { at } from '../at.js';
import { checkChoice, checkPeriod } from '../checks.js';
import type { MacdOptions } from '../macd.js';
import { blank, column, type Series } from './columns.js';
import { fillExponentialAverage } from './ema-series.js';

export interface MacdSeries {
  readonly line: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

/** `Macd` over a whole column: three exponential averages, one after the other. */
export function macdSeries(values: Series, options: MacdOptions = {}): MacdSeries {
  const inputs = column('value', values);
  const fast = checkPeriod('fast', options.fast ?? 12);
  const slow = checkPeriod('slow', options.slow ?? 26);
  const signal = checkPeriod('signal', options.signal ?? 9);
  const seed = checkChoice('seed', options.seed ?? 'sma', ['sma', 'first']);
  if (fast >= slow) throw new RangeError(`fast ${fast} is not below slow ${slow}`);

  const line = blank(inputs.length);
  const average = blank(inputs.length);
  const histogram = blank(inputs.length);
  fillExponentialAverage(inputs, { from: seed === 'sma' ? slow - fast : 0, period: fast, seed }, line);
  fillExponentialAverage(inputs, { from: 0, period: slow, seed }, average);
  for (let i = slow - 1; i < inputs.length; i++) line[i] = at(line, i) - at(average, i);
  average.fill(Number.NaN);
  fillExponentialAverage(line, { from: slow - 1, period: signal, seed }, average);
  for (let i = slow - 1; i < inputs.length; i++) histogram[i] = at(line, i) - at(average, i);
  line.fill(Number.NaN, 0, slow - 1 + (seed === 'sma' ? signal - 1 : 0));
  return { line, signal: average, histogram };
}
