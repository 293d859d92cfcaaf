import { type Candle, type Instrument, type Interval, intervalMs } from '@fathom/contracts';
import type { MarketCalls } from '../market-calls.js';

/** Kraken never gives more candles than this, whatever is asked. */
export const MOST_CANDLES = 720;

/**
 * The newest finished candles, oldest first: at most 719, because the last of Kraken's 720 is still growing and left
 * out. Empty intervals are among them (trades 0).
 */
export async function recentCandles(
  market: MarketCalls,
  pair: Pick<Instrument, 'id'>,
  interval: Interval,
): Promise<Candle[]> {
  const { candles, last } = await market.candles(pair, interval);
  const lastFinished = last * 1000;
  // `last` is the newest finished one by Kraken's word; the very last row is never finished, whatever it says.
  return candles.slice(0, -1).filter(({ openTime }) => openTime <= lastFinished + intervalMs(interval));
}
