import { type Candle, DataError, Decimal, type Interval, type MarketTrade } from '@fathom/contracts';
import { CandleBuilder } from './candle-builder.js';
import { QUANTITY_DECIMALS } from './volume-sum.js';

/**
 * One row of Kraken's REST OHLC: `[1700980260, '37780.5', '37780.5', '37780.5', '37780.5', '37780.5',
 * '0.00010000', 1]`. `time` in whole seconds since 1970 UTC; prices and `vwap` with the pair's digits
 * after the point, `volume` with eight.
 */
export type OhlcRow = readonly [
  time: number,
  open: string,
  high: string,
  low: string,
  close: string,
  vwap: string,
  volume: string,
  count: number,
];

export interface OhlcRowBuilderOptions {
  readonly interval: Interval;
  /** The pair's digits after the point of a price. */
  readonly priceDecimals: number;
  /** Told every closed row, oldest first, before the call that closed it returns. */
  readonly onRow: (row: OhlcRow) => void;
}

/**
 * Builds Kraken's own OHLC rows from its market trades, digit for digit. It closes, fills and refuses
 * as `CandleBuilder` does; what it adds is exact text.
 *
 * What the recordings beside the tests prove:
 * - open, high, low, close, volume and count: an hour of 2,671 trades in 2019 and five small hours in
 *   2013 give Kraken's published candle exactly;
 * - vwap = Σ price × quantity ÷ Σ quantity, cut off (not rounded) at the pair's digits, from unrounded
 *   costs: all 101 recorded rows of several trades between two neighbouring prices show the lower one,
 *   and all 62 at a single price show that price;
 * - an empty interval repeats the previous close four times, with vwap and volume zero and count 0.
 *
 * What they cannot prove: no recording holds the trades and the vwap of the same interval, so vwap over
 * a wider range of prices rests on that one rule. And in 2020 Kraken opened many REST rows at the close
 * before instead of the first trade: 80 of the 114 recorded rows of one trade open at a price that did
 * not trade. Nothing in the trades tells which rows. This class opens at the first trade, as Kraken's
 * published candle files do; the few rows recorded in 2023 agree with that and do not prove it.
 */
export class OhlcRowBuilder {
  readonly #candles: CandleBuilder;
  #cost = Decimal.ZERO;
  readonly #priceDecimals: number;
  readonly #onRow: (row: OhlcRow) => void;

  constructor(options: OhlcRowBuilderOptions) {
    this.#priceDecimals = options.priceDecimals;
    this.#onRow = options.onRow;
    this.#candles = new CandleBuilder({
      interval: options.interval,
      onCandle: (candle, volume) => this.#closeRow(candle, volume),
    });
  }

  /** Trades that came after their row had closed. */
  get late(): number {
    return this.#candles.late;
  }

  /**
   * Returns false when the trade came too late to count.
   * @throws {DataError} for a time or price that is none, a price or quantity with more digits than the
   *   row can show, or a negative quantity.
   */
  onTrade(trade: MarketTrade): boolean {
    const { quantity } = trade;
    const digits = this.#priceDecimals;
    if (quantity.scale > QUANTITY_DECIMALS) {
      throw new DataError(`quantity ${quantity.toString()} has more than ${QUANTITY_DECIMALS} digits after the point`);
    }
    const price = trade.price > 0 && trade.price < Infinity ? Decimal.fromNumber(trade.price, digits) : Decimal.ZERO;
    if (price.scale > digits)
      throw new DataError(`price ${trade.price} has more than ${digits} digits after the point`);
    if (!this.#candles.onTrade(trade)) return false;
    this.#cost = this.#cost.plus(price.times(quantity));
    return true;
  }

  /** As `CandleBuilder.onTime`. */
  onTime(now: number): void {
    this.#candles.onTime(now);
  }

  #closeRow(candle: Candle, volume: Decimal): void {
    const digits = this.#priceDecimals;
    const vwap = volume.isZero() ? Decimal.ZERO : this.#cost.dividedBy(volume, digits, 'down');
    this.#cost = Decimal.ZERO;
    this.#onRow([
      candle.openTime / 1000,
      candle.open.toFixed(digits),
      candle.high.toFixed(digits),
      candle.low.toFixed(digits),
      candle.close.toFixed(digits),
      vwap.toFixed(digits),
      volume.toFixed(8),
      candle.trades,
    ]);
  }
}
