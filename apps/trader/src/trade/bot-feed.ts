import type { FeedEvent, MarketFeed } from '@fathom/contracts';
import type { KrakenPair } from '@fathom/exchange';
import type { BotPlan } from './bot-plan.js';
import type { MarketAccess } from './market-access.js';
import { TickerPolls } from './ticker-polls.js';

/** A bot's own end of the shared feed; where its candles are made of polls, with tickers it polls itself. */
export function botFeed(
  { source, pollMs }: BotPlan,
  { feed, rest, time }: MarketAccess,
  pair: KrakenPair,
  deliver: (event: FeedEvent) => void,
): MarketFeed {
  const own = feed.join(deliver);
  if (source !== 'ticker' || pollMs === undefined) return own;
  return new TickerPolls({
    time,
    everyMs: pollMs,
    feed: own,
    ask: async () => {
      const { bid, ask, last } = await rest.market.ticker(pair);
      // Kraken does not say of when a ticker is: it is of now, as far as anybody knows.
      return { time: rest.now(), bid: bid.toNumber(), ask: ask.toNumber(), last: last.toNumber() };
    },
    deliver,
  });
}
