import { DataError, INTERVALS, type Interval, intervalMs } from '@fathom/contracts';
import { CANDLE_SHAPE } from './explain-row.js';
import { IntervalError } from './interval-error.js';
import type { LineBuffer } from './line-buffer.js';
import { refuseRow } from './row-reader.js';
import { MALFORMED, scanRow } from './scan-row.js';
import { orderFault } from './step-check.js';

/** Rows that are looked at: enough for a thin market, and few beside those of a short file, which are read again. */
const ROWS = 1000;

/**
 * The step most of the first 1000 rows in the window are apart, of equally common ones the longest, if it is one of Kraken's
 * intervals, else the next common one that is: that of the candles, however many are missing between some. A single row
 * tells nothing, so it is `fallback`.
 * @throws {IntervalError} when the rows do not tell. {DataError} when they are wrong before they do.
 */
export function commonStep(lines: LineBuffer, where: string, fallback?: Interval): Interval {
  const fields = new Float64Array(CANDLE_SHAPE.columns.length);
  const counts = new Map<number, number>();
  let previous = Number.NaN;
  let row = 0;
  for (let at = lines.start; at < lines.limit && row < ROWS; ) {
    const next = scanRow(lines.bytes, at, fields);
    if (next === MALFORMED) {
      if (row > 1 || lines.isBlankFrom(at)) break;
      refuseRow(lines, at, { where, row, shape: CANDLE_SHAPE });
    }
    at = next;
    row++;
    const time = fields[0] ?? Number.NaN;
    if (time <= previous) throw new DataError(`${where}: row ${row} ${orderFault(time, previous)}`);
    if (row > 1) counts.set(time - previous, (counts.get(time - previous) ?? 0) + 1);
    previous = time;
  }
  if (row === 0) throw new DataError(`${where} is empty: it holds no candles`);
  if (row === 1 && fallback !== undefined) return fallback;
  if (row === 1) throw new IntervalError(`${where} holds a single row, which does not tell the interval`);
  const steps = [...counts].toSorted(([a, m], [b, n]) => n - m || b - a).map(([step]) => step);
  const known = steps.flatMap((step) => INTERVALS.filter((interval) => intervalMs(interval) === step));
  const [interval] = known;
  if (interval !== undefined) return interval;
  const [step = Number.NaN] = steps;
  throw new IntervalError(`${where}: most rows are ${step / 60_000} min apart, none of ${INTERVALS.join(' ')}`);
}
