import {
  type Candle,
  DataError,
  type Decimal,
  type Interval,
  intervalMs,
  type MarketTrade,
  type Ticker,
  UsageError,
} from '@fathom/contracts';
import { openTimeOf } from './open-time.js';
import { VolumeSum } from './volume-sum.js';

export interface CandleBuilderOptions {
  readonly interval: Interval;
  /**
   * Told every closed candle, oldest first, before the call that closed it returns.
   * `volume` is the candle's volume with every digit, 8 or more after the point.
   */
  readonly onCandle: (candle: Candle, volume: Decimal) => void;
}

/**
 * Turns market trades, or ticker polls, into candles on the exchange's clock (`openTimeOf`).
 *
 * - The first price seen in an interval is its open, the last its close: facts of one interval count in
 *   the order they arrive, whatever their times.
 * - An interval ends at its close time, not before: with the first fact or `onTime` at or after it. So a
 *   silent market closes candles too, and how often `onTime` is called changes when a candle is told,
 *   never which.
 * - An interval without facts becomes a candle with `trades` 0 and every price the previous close.
 *   There is none before the first fact.
 * - A fact of an interval already closed is late: it is counted in `late` and changes nothing. Someone
 *   whose clock runs ahead of the exchange's passes `onTime` an earlier time.
 * - Polls see prices, not trades: a candle built from them has volume 0 and `trades` NaN (not known),
 *   which tells it from an empty one.
 */
export class CandleBuilder {
  readonly #interval: Interval;
  readonly #length: number;
  readonly #onCandle: (candle: Candle, volume: Decimal) => void;
  readonly #volume = new VolumeSum();
  #source: 'trades' | 'polls' | undefined;
  #late = 0;
  // NaN until the first fact: no time is at or after it, and none before.
  #openTime = Number.NaN;
  #closeTime = Number.NaN;
  #hasFacts = false;
  #open = Number.NaN;
  #high = Number.NaN;
  #low = Number.NaN;
  #close = Number.NaN;
  #trades = 0;

  constructor(options: CandleBuilderOptions) {
    this.#interval = options.interval;
    this.#length = intervalMs(options.interval);
    this.#onCandle = options.onCandle;
  }

  /** Facts that came after their candle had closed. */
  get late(): number {
    return this.#late;
  }

  /**
   * The candle being formed, `close` being the latest price and `volume` what has traded up to now;
   * undefined before the first fact. A copy: later facts do not change it.
   */
  get current(): Candle | undefined {
    return Number.isNaN(this.#openTime) ? undefined : this.#candle(this.#volume.peek());
  }

  /**
   * Returns false when the trade came too late to count.
   * @throws {DataError} for a time or price that is none, or a negative quantity.
   * @throws {UsageError} after a ticker poll: one builder has one source.
   */
  onTrade(trade: MarketTrade): boolean {
    if (this.#source !== 'trades') this.#settleSource('trades');
    const { quantity } = trade;
    if (quantity.isNegative()) throw new DataError(`quantity ${quantity.toString()} is negative`);
    if (!this.#admit(trade.time, trade.price)) return false;
    this.#trades += 1;
    this.#volume.add(quantity);
    return true;
  }

  /**
   * Counts the last traded price. Returns false when the poll came too late to count.
   * @throws {DataError} for a time or price that is none.
   * @throws {UsageError} after a market trade: one builder has one source.
   */
  onTicker(ticker: Ticker): boolean {
    if (this.#source !== 'polls') this.#settleSource('polls');
    if (!this.#admit(ticker.time, ticker.last)) return false;
    this.#trades = Number.NaN;
    return true;
  }

  /**
   * It is now `now` (milliseconds since 1970 UTC): closes every candle whose interval is over.
   * Times that run backwards change nothing.
   * @throws {DataError} when `now` is infinite.
   */
  onTime(now: number): void {
    if (now === Infinity) throw new DataError(`time ${now} is not an instant`);
    while (now >= this.#closeTime) this.#closeCandle();
  }

  #settleSource(source: 'trades' | 'polls'): void {
    if (this.#source !== undefined) {
      throw new UsageError(`a builder of candles from ${this.#source} cannot take ${source} too`);
    }
    this.#source = source;
  }

  /** Takes a price into the candle of its interval; false when that candle has closed. */
  #admit(time: number, price: number): boolean {
    if (!(price > 0 && price < Infinity)) throw new DataError(`price ${price} is not a price`);
    if (!(time >= this.#openTime && time < this.#closeTime) && !this.#moveTo(time)) return false;
    if (this.#hasFacts) {
      if (price > this.#high) this.#high = price;
      else if (price < this.#low) this.#low = price;
    } else {
      this.#hasFacts = true;
      this.#open = price;
      this.#high = price;
      this.#low = price;
    }
    this.#close = price;
    return true;
  }

  #moveTo(time: number): boolean {
    if (!Number.isFinite(time)) throw new DataError(`time ${time} is not an instant`);
    if (time < this.#openTime) {
      this.#late += 1;
      return false;
    }
    if (Number.isNaN(this.#openTime)) {
      this.#openTime = openTimeOf(time, this.#interval);
      this.#closeTime = this.#openTime + this.#length;
    } else this.onTime(time);
    return true;
  }

  #closeCandle(): void {
    const volume = this.#volume.take();
    const candle = this.#candle(volume);
    // The next candle stands before anybody is told, so that a listener that throws costs no candle.
    this.#openTime = this.#closeTime;
    this.#closeTime += this.#length;
    this.#hasFacts = false;
    this.#open = this.#close;
    this.#high = this.#close;
    this.#low = this.#close;
    this.#trades = 0;
    this.#onCandle(candle, volume);
  }

  #candle(volume: Decimal): Candle {
    return {
      openTime: this.#openTime,
      open: this.#open,
      high: this.#high,
      low: this.#low,
      close: this.#close,
      volume: volume.toNumber(),
      trades: this.#trades,
    };
  }
}
