import type { Candle, CandleColumns } from '@fathom/contracts';

/** Read instead of `Number.NaN`, which would make the getters too large for V8 to copy them into every reader. */
const NONE = Number.NaN;

let lend: (candle: LentCandle, columns: CandleColumns, row: number) => void;

/**
 * A candle that is lent for the length of a call and shows another row afterwards: for readers that keep none, since
 * making a candle for each row costs more than most of them do with it. Only `lendRow`, which needs the columns, moves it,
 * so whoever is handed it sees this row and no other.
 */
export class LentCandle implements Candle {
  #columns: CandleColumns;
  #openTime: Float64Array;
  #open: Float64Array;
  #high: Float64Array;
  #low: Float64Array;
  #close: Float64Array;
  #volume: Float64Array;
  #trades: Float64Array;
  #row: number;

  static {
    lend = (candle, columns, row) => {
      if (candle.#columns !== columns) candle.#show(columns);
      candle.#row = row;
    };
  }

  constructor(columns: CandleColumns, row: number) {
    this.#columns = columns;
    this.#openTime = columns.openTime;
    this.#open = columns.open;
    this.#high = columns.high;
    this.#low = columns.low;
    this.#close = columns.close;
    this.#volume = columns.volume;
    this.#trades = columns.trades;
    this.#row = row;
  }

  #show(columns: CandleColumns): void {
    this.#columns = columns;
    this.#openTime = columns.openTime;
    this.#open = columns.open;
    this.#high = columns.high;
    this.#low = columns.low;
    this.#close = columns.close;
    this.#volume = columns.volume;
    this.#trades = columns.trades;
  }

  get openTime(): number {
    return this.#openTime[this.#row] ?? NONE;
  }

  get open(): number {
    return this.#open[this.#row] ?? NONE;
  }

  get high(): number {
    return this.#high[this.#row] ?? NONE;
  }

  get low(): number {
    return this.#low[this.#row] ?? NONE;
  }

  get close(): number {
    return this.#close[this.#row] ?? NONE;
  }

  get volume(): number {
    return this.#volume[this.#row] ?? NONE;
  }

  get trades(): number {
    return this.#trades[this.#row] ?? NONE;
  }

  /** A plain copy, which may be kept. */
  toJSON(): Candle {
    const { openTime, open, high, low, close, volume, trades } = this;
    return { openTime, open, high, low, close, volume, trades };
  }
}

Object.freeze(LentCandle.prototype);

/** Shows a row of the columns in a lent candle. */
export function lendRow(candle: LentCandle, columns: CandleColumns, row: number): void {
  lend(candle, columns, row);
}
