import type { MarketDataEvent, Subscription } from '@fathom/contracts';

/** Names what is subscribed to: the same for two subscriptions that mean the same. */
export function channelKey(subscription: Subscription): string {
  const { channel, pair } = subscription;
  if (channel === 'candles') return `candles ${subscription.interval} ${pair}`;
  if (channel === 'book') return `book ${subscription.depth} ${pair}`;
  return `${channel} ${pair}`;
}

/** The name of the subscription an event of the market belongs to. */
export function dataKey(event: MarketDataEvent): string {
  switch (event.type) {
    case 'ticker-changed':
      return `ticker ${event.pair}`;
    case 'market-traded':
      return `market-trades ${event.pair}`;
    case 'candle-changed':
      return `candles ${event.interval} ${event.pair}`;
    case 'book-snapshot':
    case 'book-update':
      return `book ${event.depth} ${event.pair}`;
    default:
      return event satisfies never;
  }
}
