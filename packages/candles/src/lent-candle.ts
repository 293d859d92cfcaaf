import type { Candle, CandleColumns } from '@fathom/contracts';

/** Read instead of `Number.NaN`, which would make the getters too large for V8 to copy them into every reader. */
const NONE = Number.NaN;

let show: (candle: LentCandle, columns: CandleColumns) => void;
let mover: (candle: LentCandle) => (row: number) => void;

/**
 * A candle that is lent for the length of a call and shows another row afterwards: for readers that keep none, since
 * making a candle for each row costs more than most of them do with it. Only its `CandleLender` moves it, so whoever is
 * handed it sees this row and no other.
 */
class LentCandle implements Candle {
  #openTime: Float64Array;
  #open: Float64Array;
  #high: Float64Array;
  #low: Float64Array;
  #close: Float64Array;
  #volume: Float64Array;
  #trades: Float64Array;
  #row: number;

  static {
    show = (candle, { openTime, open, high, low, close, volume, trades }) => {
      candle.#openTime = openTime;
      candle.#open = open;
      candle.#high = high;
      candle.#low = low;
      candle.#close = close;
      candle.#volume = volume;
      candle.#trades = trades;
    };
    mover = (candle) => (row) => {
      candle.#row = row;
    };
  }

  constructor({ openTime, open, high, low, close, volume, trades }: CandleColumns) {
    this.#openTime = openTime;
    this.#open = open;
    this.#high = high;
    this.#low = low;
    this.#close = close;
    this.#volume = volume;
    this.#trades = trades;
    this.#row = 0;
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

/** Lends the rows of columns, all of them in the shape of one candle. */
export class CandleLender {
  readonly candle: Candle;
  /** What the candle shows from now on. Hot: it is called for each row, `show` for many. */
  readonly lend: (row: number) => void;
  private readonly lent: LentCandle;

  constructor(columns: CandleColumns) {
    this.lent = new LentCandle(columns);
    this.candle = this.lent;
    this.lend = mover(this.lent);
  }

  /** Rows are those of these columns from now on. */
  show(columns: CandleColumns): void {
    show(this.lent, columns);
  }
}
