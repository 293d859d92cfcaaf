import type { Candle, Instrument, Interval } from '@fathom/contracts';
import type { MarketCalls } from '../market-calls.js';

/**
 * The newest finished candles, oldest first: at most 719, because the last of Kraken's 720 is still growing and left
 * out. Empty intervals are among them (trades 0).
 */
export async function recentCandles(
  market: MarketCalls,
  pair: Pick<Instrument, 'id'>,
  interval: Interval,
): Promise<Candle[]> {
  const { candles } = await market.candles(pair, interval);
  return candles.slice(0, -1);
}
