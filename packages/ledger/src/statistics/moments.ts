/** Deviations this small beside the values are what rounding leaves of equal values. */
const ROUNDING = 1e-12;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Standard deviation around the mean, dividing by n ('population') or n − 1 ('sample'); two passes, so that it
 * does not cancel. Null when there are too few values or when they are all equal but for rounding.
 */
export function deviation(values: readonly number[], kind: 'population' | 'sample'): number | null {
  const divisor = kind === 'population' ? values.length : values.length - 1;
  if (divisor < 1) return null;
  const centre = mean(values);
  const result = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / divisor);
  const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return result > largest * ROUNDING ? result : null;
}

/** The middle value, or the mean of the middle two; null of nothing. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}
