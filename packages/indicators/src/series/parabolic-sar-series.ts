import { at } from '../at.js';
import { checkChoice } from '../checks.js';
import { checkAcceleration, type ParabolicSarOptions } from '../parabolic-sar.js';
import { blank, column, type HighLowColumns, rows } from './columns.js';

/** `ParabolicSar` over whole columns: each stop from the one before it and the two candles before its own. */
export function parabolicSarSeries(candles: HighLowColumns, options: ParabolicSarOptions = {}): Float64Array {
  const { acceleration, maximum } = checkAcceleration(options);
  const isTouchEnough = checkChoice('reversal', options.reversal ?? 'touch', ['touch', 'penetration']) === 'touch';
  const start = checkChoice('start', options.start ?? 'directional-movement', ['directional-movement', 'midpoint']);
  const length = rows(candles, ['high', candles.high], ['low', candles.low]);
  const high = column('high', candles.high, length);
  const low = column('low', candles.low, length);
  const output = blank(length);
  if (length < 2) return output;

  const isMidpoint = start === 'midpoint';
  const rise = at(high, 1) - at(high, 0);
  const fall = at(low, 0) - at(low, 1);
  let isLong = fall <= 0 || rise >= fall;
  if (isMidpoint) isLong = at(high, 1) + at(low, 1) >= at(high, 0) + at(low, 0);
  let extreme = isLong ? at(high, isMidpoint ? 0 : 1) : at(low, isMidpoint ? 0 : 1);
  let stop = isLong ? at(low, 0) : at(high, 0);
  let factor = acceleration;
  for (let i = 1; i < length; i++) {
    if (i > 1) {
      const before = i > 2 || isMidpoint ? i - 2 : i - 1;
      stop += factor * (extreme - stop);
      stop = isLong
        ? Math.min(stop, at(low, i - 1), at(low, before))
        : Math.max(stop, at(high, i - 1), at(high, before));
    }
    const ahead = isLong ? at(high, i) : at(low, i);
    if (isLong ? ahead > extreme : ahead < extreme) {
      extreme = ahead;
      factor = Math.min(factor + acceleration, maximum);
    }
    const against = isLong ? at(low, i) : at(high, i);
    if ((isLong ? against < stop : against > stop) || (isTouchEnough && against === stop)) {
      isLong = !isLong;
      stop = extreme;
      extreme = against;
      factor = acceleration;
    }
    output[i] = stop;
  }
  return output;
}
