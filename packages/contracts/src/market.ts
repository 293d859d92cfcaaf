import type { Decimal } from './decimal.js';
import type { OrderSide } from './order.js';

/** A print on the tape. */
export interface MarketTrade {
  /** Milliseconds since 1970 UTC; fractions carry microseconds. */
  readonly time: number;
  readonly price: number;
  /** Base units, exact: a candle's volume is their exact sum. */
  readonly quantity: Decimal;
  /** The exchange's number of the trade, one more than the pair's previous one; where it is known. */
  readonly id?: number;
  /** The side that took the liquidity; where it is known. */
  readonly side?: OrderSide;
}

/** The market's best prices at an instant. */
export interface Ticker {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
}

/** One price of a book, digits exactly as the exchange wrote them: its checksum is made of them. */
export interface BookLevel {
  readonly price: string;
  /** Base units; 0 in an update takes the level away. */
  readonly quantity: string;
}
