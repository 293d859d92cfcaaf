import { at } from '../at.js';
import { checkPeriod } from '../checks.js';
import type { StochasticOptions } from '../stochastic.js';
import { blank, column, type HighLowCloseColumns, rows } from './columns.js';
import { extremes } from './extreme-series.js';
import { fillMovingAverage } from './sma-series.js';

export interface StochasticSeries {
  readonly k: Float64Array;
  readonly d: Float64Array;
}

/** `Stochastic` over whole columns. */
export function stochasticSeries(candles: HighLowCloseColumns, options: StochasticOptions = {}): StochasticSeries {
  const kPeriod = checkPeriod('kPeriod', options.kPeriod ?? 5);
  const kSlowing = checkPeriod('kSlowing', options.kSlowing ?? 3);
  const dPeriod = checkPeriod('dPeriod', options.dPeriod ?? 3);
  const length = rows(candles, ['high', candles.high], ['low', candles.low], ['close', candles.close]);
  const top = extremes(column('high', candles.high, length), kPeriod, 1);
  const bottom = extremes(column('low', candles.low, length), kPeriod, -1);
  const close = column('close', candles.close, length);
  const fast = new Float64Array(length);
  for (let i = kPeriod - 1; i < length; i++) {
    const range = at(top, i) - at(bottom, i);
    fast[i] = range > 0 ? (100 * (at(close, i) - at(bottom, i))) / range : 0;
  }
  const k = blank(length);
  const d = blank(length);
  fillMovingAverage(fast, kPeriod - 1, kSlowing, k);
  fillMovingAverage(k, kPeriod + kSlowing - 2, dPeriod, d);
  k.fill(Number.NaN, 0, kPeriod + kSlowing + dPeriod - 3);
  return { k, d };
}
