import type { Decimal } from './decimal.js';

/** A print on the tape. */
export interface MarketTrade {
  /** Milliseconds since 1970 UTC; fractions carry microseconds. */
  readonly time: number;
  readonly price: number;
  /** Base units, exact: a candle's volume is their exact sum. */
  readonly quantity: Decimal;
}

/** The market's best prices at an instant. */
export interface Ticker {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly bid: number;
  readonly ask: number;
  readonly last: number;
}
