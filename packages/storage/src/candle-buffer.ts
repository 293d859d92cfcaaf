import type { Candle, CandleColumns } from '@fathom/contracts';

/** Candle columns of a fixed capacity, filled from the front and used again and again. */
export class CandleBuffer implements CandleColumns {
  length = 0;
  readonly capacity: number;
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly trades: Float64Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.openTime = new Float64Array(capacity);
    this.open = new Float64Array(capacity);
    this.high = new Float64Array(capacity);
    this.low = new Float64Array(capacity);
    this.close = new Float64Array(capacity);
    this.volume = new Float64Array(capacity);
    this.trades = new Float64Array(capacity);
  }

  /** Appends row `row` of other columns; there must be room. */
  append(from: CandleColumns, row: number): void {
    const at = this.length++;
    this.openTime[at] = from.openTime[row] ?? Number.NaN;
    this.open[at] = from.open[row] ?? Number.NaN;
    this.high[at] = from.high[row] ?? Number.NaN;
    this.low[at] = from.low[row] ?? Number.NaN;
    this.close[at] = from.close[row] ?? Number.NaN;
    this.volume[at] = from.volume[row] ?? Number.NaN;
    this.trades[at] = from.trades[row] ?? Number.NaN;
  }

  push(candle: Candle): void {
    const at = this.length++;
    this.openTime[at] = candle.openTime;
    this.open[at] = candle.open;
    this.high[at] = candle.high;
    this.low[at] = candle.low;
    this.close[at] = candle.close;
    this.volume[at] = candle.volume;
    this.trades[at] = candle.trades;
  }
}
