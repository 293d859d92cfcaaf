import { type Candle, DataError, type Interval, intervalMs } from '@fathom/contracts';
import { openTimeOf } from './open-time.js';

/**
 * Where a candle of a warmed-up series comes from: `history`, `live`, `partial` (live, but the feed began
 * within its interval, so earlier trades are missing from it) or `filled` (nobody had it: all prices are
 * the previous close, `trades` 0).
 */
export type CandleOrigin = 'history' | 'live' | 'partial' | 'filled';

export interface WarmUpOptions {
  readonly interval: Interval;
  /** When the live feed began, milliseconds since 1970 UTC. */
  readonly liveSince: number;
  /** Told every candle once, oldest first, without a gap. */
  readonly onCandle: (candle: Candle, origin: CandleOrigin) => void;
}

/**
 * Joins history and live candles into one series: each interval once, in order, none left out.
 *
 * Start the live feed first and fetch history then, so that history reaches into the live candles.
 * History comes first; its candles not over yet (the last of Kraken's OHLC answer never is) are dropped,
 * and so are live candles history already had. History wins over a live candle because it is whole.
 */
export class WarmUp {
  readonly #interval: Interval;
  readonly #length: number;
  readonly #liveSince: number;
  readonly #onCandle: (candle: Candle, origin: CandleOrigin) => void;
  #last: Candle | undefined;
  #isLive = false;
  #overlapping = 0;
  #filled = 0;

  constructor(options: WarmUpOptions) {
    this.#interval = options.interval;
    this.#length = intervalMs(options.interval);
    this.#liveSince = options.liveSince;
    this.#onCandle = options.onCandle;
  }

  /** Live candles dropped because history had them. */
  get overlapping(): number {
    return this.#overlapping;
  }

  /** Candles nobody had. */
  get filled(): number {
    return this.#filled;
  }

  /**
   * Takes history, oldest first, as it was at `now` (milliseconds since 1970 UTC, the exchange's clock).
   * @throws {DataError} when it is out of order, off the clock, or comes after a live candle.
   */
  history(candles: Iterable<Candle>, now: number): void {
    for (const candle of candles) {
      if (candle.openTime + this.#length > now) continue;
      const { openTime } = candle;
      if (this.#isLive) throw new DataError(`history of ${openTime} comes after live candles`);
      if (this.#last !== undefined && openTime <= this.#last.openTime) {
        throw new DataError(`open time ${openTime} comes after ${this.#last.openTime}`);
      }
      this.#take(candle, 'history');
    }
  }

  /**
   * Takes a closed live candle.
   * @throws {DataError} when it is off the clock.
   */
  live(candle: Candle): void {
    this.#isLive = true;
    if (this.#last !== undefined && candle.openTime <= this.#last.openTime) this.#overlapping += 1;
    else this.#take(candle, candle.openTime < this.#liveSince ? 'partial' : 'live');
  }

  #take(candle: Candle, origin: CandleOrigin): void {
    if (openTimeOf(candle.openTime, this.#interval) !== candle.openTime) {
      throw new DataError(`open time ${candle.openTime} does not start a ${this.#interval}-minute interval`);
    }
    if (this.#last !== undefined) this.#fill(this.#last, candle.openTime);
    this.#last = candle;
    this.#onCandle(candle, origin);
  }

  #fill(last: Candle, end: number): void {
    const { close } = last;
    for (let openTime = last.openTime + this.#length; openTime < end; openTime += this.#length) {
      this.#filled += 1;
      this.#onCandle({ openTime, open: close, high: close, low: close, close, volume: 0, trades: 0 }, 'filled');
    }
  }
}
