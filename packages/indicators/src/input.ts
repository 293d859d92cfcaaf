/** The part of a candle parabolic SAR needs. A whole candle fits. */
export interface HighLow {
  readonly high: number;
  readonly low: number;
}

/** The part of a candle range indicators need. A whole candle fits. */
export interface HighLowClose extends HighLow {
  readonly close: number;
}

/** The part of a candle volume indicators need. A whole candle fits. */
export interface CloseVolume {
  readonly close: number;
  readonly volume: number;
}
