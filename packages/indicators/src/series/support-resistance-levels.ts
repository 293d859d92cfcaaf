import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import { SMALLEST_STEP, type SupportResistanceLevels } from '../support-resistance.js';
import { column, type Series } from './columns.js';
import { cubicSmoothing } from './cubic-smoothing.js';

export interface SupportResistanceLevelsOptions {
  /** Made even (+1 if odd); ≥ 4, default 25. */
  readonly period?: number;
}

/**
 * The levels of one stretch of closes, as `SupportResistance` gives them when its history holds exactly these:
 * with n = period made even, offset i is a resistance where the n/2 smoothed steps from i all rise and the next
 * n/2 all fall, a support the other way round; its level is the close at i + n/2 − 1. No levels for n closes or fewer.
 */
export function supportResistanceLevels(
  closes: Series,
  options: SupportResistanceLevelsOptions = {},
): SupportResistanceLevels {
  const half = Math.ceil(checkPeriod('period', options.period ?? 25, 4) / 2);
  const inputs = column('close', closes);
  const supports: number[] = [];
  const resistances: number[] = [];
  if (inputs.length <= 2 * half) return { supports, resistances };
  const smooth = cubicSmoothing(inputs, half);
  const signs = Array.from(smooth.subarray(1), (level, i) => {
    const step = level - at(smooth, i);
    return Math.abs(step) > SMALLEST_STEP * Math.abs(level) ? Math.sign(step) : 0;
  });
  for (let i = 0; i + 2 * half <= signs.length; i++) {
    const before = signs.slice(i, i + half);
    const after = signs.slice(i + half, i + 2 * half);
    const level = at(inputs, i + half - 1);
    if (before.every((sign) => sign > 0) && after.every((sign) => sign < 0)) resistances.push(level);
    if (before.every((sign) => sign < 0) && after.every((sign) => sign > 0)) supports.push(level);
  }
  return { supports, resistances };
}
