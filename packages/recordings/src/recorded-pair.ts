/** A pair as it is recorded. */
export interface RecordedPair {
  /** `BTC/USD`. */
  readonly name: string;
  /** The exchange's own id, `XXBTZUSD`: names the folders and views of the pair. */
  readonly id: string;
  /** Levels a side the exchange was asked for; its updates mean a book cut to that. */
  readonly depth: number;
  /** A tick is `10^-priceDecimals` quote units. */
  readonly priceDecimals: number;
  /** A lot is `10^-quantityDecimals` base units. */
  readonly quantityDecimals: number;
}

/** Stands where no pair is known yet. */
export const NO_PAIR: RecordedPair = { name: '', id: '', depth: 1, priceDecimals: 0, quantityDecimals: 0 };
