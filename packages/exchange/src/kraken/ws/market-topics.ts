import type { Subscription } from '@fathom/contracts';
import type { Topic } from './topic.js';

/** What a subscription is on Kraken's wire. */
export function topicOf(subscription: Subscription): Topic<Subscription> {
  const { pair: symbol } = subscription;
  const common = { subscription, symbol, route: symbol };
  switch (subscription.channel) {
    case 'ticker':
      // With every change of the best prices; the default is with every trade.
      return { ...common, channel: 'ticker', parameters: { event_trigger: 'bbo', snapshot: true }, isBusy: true };
    case 'market-trades':
      return { ...common, channel: 'trade', parameters: { snapshot: true } };
    case 'book':
      return {
        ...common,
        channel: 'book',
        parameters: { depth: subscription.depth, snapshot: true },
        isBusy: true,
        needsSnapshot: true,
      };
    case 'candles':
  }
  const { interval } = subscription;
  return { ...common, channel: 'ohlc', parameters: { interval, snapshot: true }, route: candleRoute(symbol, interval) };
}

export function candleRoute(symbol: string, interval: number): string {
  return `${symbol} ${interval}`;
}

/** The same for two subscriptions to the same. */
export function subscriptionKey(subscription: Subscription): string {
  const { channel, pair } = subscription;
  if (channel === 'book') return `${channel} ${pair} ${subscription.depth}`;
  return channel === 'candles' ? `${channel} ${pair} ${subscription.interval}` : `${channel} ${pair}`;
}
