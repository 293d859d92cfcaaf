import { type Instrument, type Interval, intervalMs } from '@fathom/contracts';
import type { MarketCandle } from '../../market/market.js';
import { Digits, digits } from '../digits.js';
import { writeJson } from '../json.js';
import { nanosecondTimestamp, timestamp } from '../timestamp.js';

export interface OhlcFrame {
  readonly type: 'snapshot' | 'update';
  readonly instrument: Instrument;
  readonly interval: Interval;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
}

/** An `ohlc` frame. The socket tells no candles without trades. */
export function ohlcText(candles: readonly MarketCandle[], { type, instrument, interval, time }: OhlcFrame): string {
  const data = candles
    .filter(({ trades }) => trades > 0)
    .map((candle) => ({
      symbol: instrument.name,
      open: new Digits(candle.open),
      high: new Digits(candle.high),
      low: new Digits(candle.low),
      close: new Digits(candle.close),
      trades: candle.trades,
      volume: digits(candle.volume, instrument.quantityDecimals),
      vwap: new Digits(candle.vwap),
      interval_begin: nanosecondTimestamp(candle.openTime),
      interval,
      timestamp: timestamp(candle.openTime + intervalMs(interval)),
    }));
  return writeJson({ channel: 'ohlc', type, timestamp: nanosecondTimestamp(time), data });
}
