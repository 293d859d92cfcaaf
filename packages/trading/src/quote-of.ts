import type { FeedEvent, QuoteChanged } from '@fathom/contracts';

/** What an event of the feed says of a pair's present prices; undefined when nothing. Trades of a snapshot are past. */
export function quoteOf(event: FeedEvent, pair: string, now: number): QuoteChanged | undefined {
  if (!('pair' in event) || event.pair !== pair) return undefined;
  if (event.type === 'ticker-changed') {
    const { bid, ask, last } = event.ticker;
    return { type: 'quote-changed', time: now, bid, ask, last };
  }
  if (event.type !== 'market-traded' || event.isSnapshot) return undefined;
  const last = event.trades.at(-1)?.price;
  return last === undefined ? undefined : { type: 'quote-changed', time: now, last };
}
