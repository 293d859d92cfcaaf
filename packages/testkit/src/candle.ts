import type { Candle } from '@fathom/contracts';

/** 2018-04-17 00:00 UTC: where made-up candles begin unless told otherwise; it opens every interval up to a day. */
export const START = 1_523_923_200_000;

/** A candle of which only what matters to a test is said: flat at 100, one trade of 1, opening at `START`. */
export function candle(fields: Partial<Candle> = {}): Candle {
  const price = fields.close ?? fields.open ?? 100;
  const open = fields.open ?? price;
  return {
    openTime: START,
    open,
    high: Math.max(open, price),
    low: Math.min(open, price),
    close: price,
    volume: 1,
    trades: 1,
    ...fields,
  };
}

export interface CandlesFromOptions {
  /** Minutes; 5 unless given. */
  readonly interval?: number;
  /** Of the first candle; `START` unless given. */
  readonly openTime?: number;
}

/** Gapless candles with these closes, each opening at the close before it (the first at its own). */
export function candlesFrom(closes: readonly number[], options: CandlesFromOptions = {}): Candle[] {
  const { interval = 5, openTime = START } = options;
  return closes.map((close, i) =>
    candle({ openTime: openTime + i * interval * 60_000, open: closes[i - 1] ?? close, close }),
  );
}
