import { DataError, INTERVALS, type Interval, intervalMs } from '@fathom/contracts';
import { CANDLE_SHAPE } from './explain-row.js';
import type { LineBuffer } from './line-buffer.js';
import { refuseRow } from './row-reader.js';
import { MALFORMED, scanRow } from './scan-row.js';
import { orderFault } from './step-check.js';

/**
 * The smallest step between the rows in the window, which must be one of Kraken's intervals.
 * @throws {DataError} when the rows do not tell, or are wrong before they do.
 */
export function smallestStep(lines: LineBuffer, where: string): Interval {
  const fields = new Float64Array(CANDLE_SHAPE.columns.length);
  let previous = Number.NaN;
  let step = Number.POSITIVE_INFINITY;
  let row = 0;
  for (let at = lines.start; at < lines.limit; ) {
    const next = scanRow(lines.bytes, at, fields);
    if (next === MALFORMED) {
      if (step < Number.POSITIVE_INFINITY || lines.isBlankFrom(at)) break;
      refuseRow(lines, at, { where, row, shape: CANDLE_SHAPE });
    }
    at = next;
    row++;
    const time = fields[0] ?? Number.NaN;
    if (time <= previous) throw new DataError(`${where}: row ${row} ${orderFault(time, previous)}`);
    if (time - previous < step) step = time - previous;
    previous = time;
  }
  if (row === 0) throw new DataError(`${where} is empty: it holds no candles`);
  if (row === 1) throw new DataError(`${where} holds a single row, which does not tell the interval: name it`);
  const interval = INTERVALS.find((known) => intervalMs(known) === step);
  if (interval !== undefined) return interval;
  const known = INTERVALS.join(' ');
  throw new DataError(
    `${where}: the smallest step between rows is ${step / 60_000} min, none of ${known}: name the interval`,
  );
}
