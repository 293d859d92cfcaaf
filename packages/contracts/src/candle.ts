/**
 * What a market did in one interval.
 * Prices in quote currency per base unit, `volume` in base units. A candle with `trades` 0 is an empty
 * interval: nothing traded, all prices repeat the previous close.
 */
export interface Candle {
  /** First instant of the interval, milliseconds since 1970 UTC. */
  readonly openTime: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Number of market trades in the interval; NaN when nobody counted them (built from ticker polls). */
  readonly trades: number;
}

/**
 * Candles as columns, the form files are read into: row i of every column is candle i.
 * Only the first `length` rows hold data.
 */
export interface CandleColumns {
  readonly length: number;
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly trades: Float64Array;
}

/** (high + low + close) / 3, the price the original strategies decide on. */
export function typicalPrice(candle: Pick<Candle, 'high' | 'low' | 'close'>): number {
  return (candle.high + candle.low + candle.close) / 3;
}
