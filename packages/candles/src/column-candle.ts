import type { Candle, CandleColumns } from '@fathom/contracts';

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
    return this.#columns.openTime[this.#row] ?? Number.NaN;
  }

  get open(): number {
    return this.#columns.open[this.#row] ?? Number.NaN;
  }

  get high(): number {
    return this.#columns.high[this.#row] ?? Number.NaN;
  }

  get low(): number {
    return this.#columns.low[this.#row] ?? Number.NaN;
  }

  get close(): number {
    return this.#columns.close[this.#row] ?? Number.NaN;
  }

  get volume(): number {
    return this.#columns.volume[this.#row] ?? Number.NaN;
  }

  get trades(): number {
    return this.#columns.trades[this.#row] ?? Number.NaN;
  }

  /** A plain copy. */
  toJSON(): Candle {
    const { openTime, open, high, low, close, volume, trades } = this;
    return { openTime, open, high, low, close, volume, trades };
  }
}

/** A copy that belongs to nobody else, of the rows that hold data: candles handed out of it never change. */
export function ownColumns({ length, openTime, open, high, low, close, volume, trades }: CandleColumns): CandleColumns {
  return {
    length,
    openTime: openTime.slice(0, length),
    open: open.slice(0, length),
    high: high.slice(0, length),
    low: low.slice(0, length),
    close: close.slice(0, length),
    volume: volume.slice(0, length),
    trades: trades.slice(0, length),
  };
}
