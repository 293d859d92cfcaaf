import type { KrakenPair, KrakenTicker } from '@fathom/exchange';

/** A ticker as a line of JSON; prices and quantities are texts, exact. `now` is milliseconds since 1970 UTC. */
export function tickerLine(now: number, pair: Pick<KrakenPair, 'id'>, ticker: KrakenTicker): string {
  const { bid, bidQuantity, ask, askQuantity, last, lastQuantity, open, high, low, averagePrice, volume } = ticker;
  const amounts = { bid, bidQuantity, ask, askQuantity, last, lastQuantity, open, high, low, averagePrice, volume };
  const texts = Object.entries(amounts).map(([name, amount]) => [name, amount.toString()]);
  const time = new Date(now).toISOString();
  return `${JSON.stringify({ time, pair: pair.id, ...Object.fromEntries(texts), trades: ticker.trades })}\n`;
}
