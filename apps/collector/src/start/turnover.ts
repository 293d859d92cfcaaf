import type { KrakenPair, KrakenTicker } from '@fathom/exchange';
import type { Turnover } from './select-pairs.js';

/**
 * What was traded of each pair in the last 24 hours, in US dollars: quantity × average price × what the quote asset costs,
 * where a pair of it and the dollar tells.
 * @param tickers by Kraken's id
 */
export function turnoverOf(
  pairs: ReadonlyMap<string, KrakenPair>,
  tickers: ReadonlyMap<string, KrakenTicker>,
): Turnover {
  const dollars = new Map<string, number>([['USD', 1]]);
  for (const [id, { base, quote }] of pairs) {
    const last = tickers.get(id)?.last.toNumber();
    if (last === undefined || last <= 0) continue;
    if (quote === 'USD') dollars.set(base, last);
    else if (base === 'USD') dollars.set(quote, 1 / last);
  }
  return new Map(
    [...pairs].map(([id, { name, quote }]) => {
      const ticker = tickers.get(id);
      const traded = ticker === undefined ? 0 : ticker.volume.toNumber() * ticker.averagePrice.toNumber();
      return [name, traded * (dollars.get(quote) ?? 0)];
    }),
  );
}
