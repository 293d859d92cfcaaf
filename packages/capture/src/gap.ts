/** Why something may be missing. */
export type GapCause =
  /** Recording has begun, data has not yet come. */
  | 'start'
  /** A checksum was wrong. */
  | 'mismatch'
  /** The connection was lost. */
  | 'disconnect'
  /** The exchange did not answer, or nothing came for so long that it was asked again. */
  | 'silence'
  /** The exchange will not serve it. */
  | 'refusal'
  /** What is to keep the messages had no room for them. */
  | 'back-pressure'
  /** Something came that could not be read. */
  | 'unreadable'
  /** The exchange's own numbers show that something was not received. */
  | 'hole'
  /** Recording has ended. */
  | 'stop';

export interface Gap {
  readonly channel: 'book' | 'market-trades';
  /** `BTC/USD`. */
  readonly pair: string;
  readonly cause: GapCause;
  /** Arrival of the last thing known to be right, milliseconds since 1970 UTC; fractions carry microseconds. */
  readonly from: number;
}

/** A gap as it turned out. */
export interface ClosedGap extends Gap {
  /** Arrival of the first thing known to be right again; `from` itself when it is proved that nothing was missed. */
  readonly to: number;
}
