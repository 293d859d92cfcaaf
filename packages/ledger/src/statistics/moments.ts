import { at } from './at.js';

/** Deviations this small beside the values are what rounding leaves of equal values. */
const ROUNDING = 1e-12;

export function mean(values: Float64Array): number {
  return sum(values) / values.length;
}

/**
 * Standard deviation around the mean, dividing by n ('population') or n − 1 ('sample'); two passes, so that it
 * does not cancel. Null when there are too few values or when they are all equal but for rounding.
 */
export function deviation(values: Float64Array, kind: 'population' | 'sample'): number | null {
  const divisor = kind === 'population' ? values.length : values.length - 1;
  if (divisor < 1) return null;
  const centre = mean(values);
  let squares = 0;
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = at(values, i);
    squares += (value - centre) * (value - centre);
    largest = Math.max(largest, Math.abs(value));
  }
  const result = Math.sqrt(squares / divisor);
  return result > largest * ROUNDING ? result : null;
}

/** The middle value, or the mean of the middle two; null of nothing. */
export function median(values: Float64Array): number | null {
  const sorted = values.toSorted();
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

function sum(values: Float64Array): number {
  let result = 0;
  for (let i = 0; i < values.length; i++) result += at(values, i);
  return result;
}
