import { at } from '../at.js';
import { checkChoice } from '../checks.js';
import type { ObvOptions } from '../obv.js';
import { blank, type CloseVolumeColumns, column, rows } from './columns.js';

/** `Obv` over whole columns, summed by Kahan's method. */
export function obvSeries(candles: CloseVolumeColumns, options: ObvOptions = {}): Float64Array {
  const start = checkChoice('start', options.start ?? 'volume', ['volume', 'zero']);
  const length = rows(candles, ['close', candles.close], ['volume', candles.volume]);
  const close = column('close', candles.close, length);
  const volume = column('volume', candles.volume, length);
  const output = blank(length);
  if (length === 0) return output;
  let sum = start === 'volume' ? at(volume, 0) : 0;
  let excess = 0;
  output[0] = sum;
  for (let i = 1; i < length; i++) {
    const wanted = Math.sign(at(close, i) - at(close, i - 1)) * at(volume, i) - excess;
    const next = sum + wanted;
    excess = next - sum - wanted;
    sum = next;
    output[i] = sum;
  }
  return output;
}
