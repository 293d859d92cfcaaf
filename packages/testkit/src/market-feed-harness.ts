import type { FeedEvent, MarketFeed, Subscription } from '@fathom/contracts';

/** A market feed with the other end of its wire in hand. */
export interface MarketFeedHarness {
  readonly feed: MarketFeed;
  /** All it has delivered, oldest first. */
  readonly events: FeedEvent[];
  /** Two pairs the exchange serves, and one it does not know. */
  readonly pairs: readonly [string, string];
  readonly unknownPair: string;
  /** A depth it serves. */
  readonly depth: number;
  /** Lets `ms` pass by the feed's clock. */
  advance(ms: number): Promise<void>;
  /** Makes the exchange tell something more of what is subscribed to, now or in the time this takes. */
  publish(subscription: Subscription): void | Promise<void>;
  /** Loses all connections; new ones work. */
  disconnect(): void;
  /** The exchange takes subscriptions to `pair` and says nothing to them, from now on. */
  ignore(pair: string): void;
  /** How many timers wait. */
  timers(): number;
}
