import type { CandleColumns } from '@fathom/contracts';

/**
 * A copy of the rows `from` … `to` − 1 that belongs to nobody else: candles handed out of it never change. All columns
 * lie in one piece of memory, since asking for memory costs more than copying.
 */
export function ownColumns(columns: CandleColumns, from: number, to: number): CandleColumns {
  const length = to - from;
  const memory = new Float64Array(7 * length);
  let used = 0;
  const own = (column: Float64Array): Float64Array => {
    const copy = memory.subarray(used, used + length);
    copy.set(column.subarray(from, to));
    used += length;
    return copy;
  };
  return {
    length,
    openTime: own(columns.openTime),
    open: own(columns.open),
    high: own(columns.high),
    low: own(columns.low),
    close: own(columns.close),
    volume: own(columns.volume),
    trades: own(columns.trades),
  };
}
