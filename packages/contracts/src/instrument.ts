import type { Decimal } from './decimal.js';

/** A tradable pair with the exchange's rules for it. */
export interface Instrument {
  /** `BTC/USD`. */
  readonly name: string;
  /** The exchange's own id, used at the edges and in what people see: `XXBTZUSD`. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  /** Digits after the point of a price. */
  readonly priceDecimals: number;
  /** Digits after the point of a quantity. */
  readonly quantityDecimals: number;
  /** Digits after the point the exchange keeps of a cost or fee. */
  readonly costDecimals: number;
  /** Prices are multiples of it. */
  readonly tickSize: Decimal;
  /** The smallest order, in base units. */
  readonly minQuantity: Decimal;
  /** The smallest order, in quote units. */
  readonly minCost: Decimal;
}
