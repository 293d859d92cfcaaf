import { type Candle, type CandleColumns, DataError, type Interval, intervalMs, UsageError } from '@fathom/contracts';
import { openTimeOf } from './open-time.js';
import { VolumeSum } from './volume-sum.js';

export interface CandleAggregatorOptions {
  /** The interval of the candles put in. */
  readonly from: Interval;
  /** The interval of the candles that come out, a multiple of `from`. */
  readonly to: Interval;
  /** Told every finished candle, oldest first, before the call that finished it returns. */
  readonly onCandle: (candle: Candle) => void;
}

/**
 * Joins candles into longer ones, on the exchange's clock.
 *
 * - A candle is finished by the last of its parts, or by the first part of a later one when the last
 *   never came; an unfinished one comes out only through `flush`.
 * - Empty parts (no trades, no volume, one price) lend no prices as long as another part is there: the
 *   result is what the trades themselves would give. Of nothing but empty parts comes an empty candle;
 *   where there are no parts at all, there is no candle.
 * - Volumes are added as the decimals they are written as, so 0.1 + 0.2 is 0.3 at any length.
 */
export class CandleAggregator {
  readonly #from: Interval;
  readonly #to: Interval;
  readonly #partLength: number;
  readonly #length: number;
  readonly #onCandle: (candle: Candle) => void;
  readonly #volume = new VolumeSum();
  #hasParts = false;
  #isEmpty = true;
  #last = Number.NEGATIVE_INFINITY;
  #closeTime = Number.NEGATIVE_INFINITY;
  #open = Number.NaN;
  #high = Number.NaN;
  #low = Number.NaN;
  #close = Number.NaN;
  #trades = 0;

  /** @throws {UsageError} when `to` is not a multiple of `from`. */
  constructor(options: CandleAggregatorOptions) {
    const { from, to } = options;
    if (to % from !== 0) throw new UsageError(`${to}-minute candles cannot be made of ${from}-minute candles`);
    this.#from = from;
    this.#to = to;
    this.#partLength = intervalMs(from);
    this.#length = intervalMs(to);
    this.#onCandle = options.onCandle;
  }

  /** As `addRow`. */
  add(candle: Candle): void {
    const { openTime, open, high, low, close, volume, trades } = candle;
    this.addRow(openTime, open, high, low, close, volume, trades);
  }

  /**
   * Takes the next part.
   * @throws {DataError} when it is not later than the one before, does not start an interval of `from`,
   *   or has a volume that is no quantity.
   */
  addRow(
    openTime: number,
    open: number,
    high: number,
    low: number,
    close: number,
    volume: number,
    trades: number,
  ): void {
    if (openTime !== this.#last + this.#partLength) this.#check(openTime);
    if (openTime >= this.#closeTime) {
      this.flush();
      this.#closeTime = openTimeOf(openTime, this.#to) + this.#length;
    }
    this.#volume.addNumber(volume);
    this.#last = openTime;
    const isEmpty = trades === 0 && volume === 0 && high === low;
    if (!this.#hasParts || (this.#isEmpty && !isEmpty)) {
      this.#hasParts = true;
      this.#isEmpty = isEmpty;
      this.#open = open;
      this.#high = high;
      this.#low = low;
      this.#close = close;
    } else if (!isEmpty) {
      if (high > this.#high) this.#high = high;
      if (low < this.#low) this.#low = low;
      this.#close = close;
    }
    this.#trades += trades;
    if (openTime + this.#partLength === this.#closeTime) this.flush();
  }

  /** As `addRow`, for every row of the columns. */
  addColumns({ length, openTime, open, high, low, close, volume, trades }: CandleColumns): void {
    for (let row = 0; row < length; row += 1) {
      this.addRow(
        openTime[row] ?? Number.NaN,
        open[row] ?? Number.NaN,
        high[row] ?? Number.NaN,
        low[row] ?? Number.NaN,
        close[row] ?? Number.NaN,
        volume[row] ?? Number.NaN,
        trades[row] ?? Number.NaN,
      );
    }
  }

  /** Lets out the candle begun and not finished, if there is one. */
  flush(): void {
    if (!this.#hasParts) return;
    const candle: Candle = {
      openTime: this.#closeTime - this.#length,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: this.#volume.take().toNumber(),
      trades: this.#trades,
    };
    this.#trades = 0;
    this.#hasParts = false;
    this.#onCandle(candle);
  }

  #check(openTime: number): void {
    if (openTimeOf(openTime, this.#from) !== openTime) {
      throw new DataError(`open time ${openTime} does not start a ${this.#from}-minute interval`);
    }
    if (openTime <= this.#last) throw new DataError(`open time ${openTime} comes after ${this.#last}`);
  }
}
