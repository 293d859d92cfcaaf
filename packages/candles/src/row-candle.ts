import type { Candle, CandleColumns } from '@fathom/contracts';

/** Numbers of one candle: open time, the four prices, volume, trades. */
const WIDTH = 7;

/** Read instead of `Number.NaN`, which would make the getters too large for V8 to copy them into every reader. */
const NONE = Number.NaN;

/**
 * One candle out of many that lie one after the other in `candleRows`, without copying it: a backtest hands out millions,
 * and seven boxed numbers each would cost more than everything else it does. The rows are private for good, so holding
 * a candle gives no way to those after it. To keep the plain values, use `toJSON()`.
 */
export class RowCandle implements Candle {
  readonly #rows: Float64Array;
  readonly #first: number;

  /** @param row must be within the rows. */
  constructor(rows: Float64Array, row: number) {
    this.#rows = rows;
    this.#first = row * WIDTH;
  }

  get openTime(): number {
    return this.#rows[this.#first] ?? NONE;
  }

  get open(): number {
    return this.#rows[this.#first + 1] ?? NONE;
  }

  get high(): number {
    return this.#rows[this.#first + 2] ?? NONE;
  }

  get low(): number {
    return this.#rows[this.#first + 3] ?? NONE;
  }

  get close(): number {
    return this.#rows[this.#first + 4] ?? NONE;
  }

  get volume(): number {
    return this.#rows[this.#first + 5] ?? NONE;
  }

  get trades(): number {
    return this.#rows[this.#first + 6] ?? NONE;
  }

  /** A plain copy. */
  toJSON(): Candle {
    const { openTime, open, high, low, close, volume, trades } = this;
    return { openTime, open, high, low, close, volume, trades };
  }
}

// A strategy shares this prototype with the exchange that fills its orders.
Object.freeze(RowCandle.prototype);

/** A copy of the rows `from` … `to` − 1 that belongs to nobody else: candles handed out of it never change. */
export function candleRows(columns: CandleColumns, from: number, to: number): Float64Array {
  const rows = new Float64Array(WIDTH * (to - from));
  const { openTime, open, high, low, close, volume, trades } = columns;
  let at = 0;
  for (let row = from; row < to; row += 1) {
    rows[at] = openTime[row] ?? NONE;
    rows[at + 1] = open[row] ?? NONE;
    rows[at + 2] = high[row] ?? NONE;
    rows[at + 3] = low[row] ?? NONE;
    rows[at + 4] = close[row] ?? NONE;
    rows[at + 5] = volume[row] ?? NONE;
    rows[at + 6] = trades[row] ?? NONE;
    at += WIDTH;
  }
  return rows;
}
