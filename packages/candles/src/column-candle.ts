import type { Candle, CandleColumns } from '@fathom/contracts';

/** Read instead of `Number.NaN`, which would make the getters too large for V8 to copy them into every reader. */
const NONE = Number.NaN;

/**
 * One row of columns as a `Candle`, without copying it: a backtest hands out millions, and seven boxed numbers each
 * would cost more than everything else it does. The columns are private for good, so holding a candle gives no way
 * to the rows after it. To keep the plain values, use `toJSON()`.
 */
export class ColumnCandle implements Candle {
  readonly #columns: CandleColumns;
  readonly #row: number;

  /** @param row must be within the columns' length. */
  constructor(columns: CandleColumns, row: number) {
    this.#columns = columns;
    this.#row = row;
  }

  get openTime(): number {
    return this.#columns.openTime[this.#row] ?? NONE;
  }

  get open(): number {
    return this.#columns.open[this.#row] ?? NONE;
  }

  get high(): number {
    return this.#columns.high[this.#row] ?? NONE;
  }

  get low(): number {
    return this.#columns.low[this.#row] ?? NONE;
  }

  get close(): number {
    return this.#columns.close[this.#row] ?? NONE;
  }

  get volume(): number {
    return this.#columns.volume[this.#row] ?? NONE;
  }

  get trades(): number {
    return this.#columns.trades[this.#row] ?? NONE;
  }

  /** A plain copy. */
  toJSON(): Candle {
    const { openTime, open, high, low, close, volume, trades } = this;
    return { openTime, open, high, low, close, volume, trades };
  }
}

// A strategy shares this prototype with the exchange that fills its orders.
Object.freeze(ColumnCandle.prototype);

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
