import type { Clock, FeedEvent, MarketDataEvent, MarketFeed, Scheduler, Subscription } from '@fathom/contracts';
import { Decimal } from '@fathom/contracts';

export interface FakeMarketFeedOptions {
  readonly time: Clock & Scheduler;
  readonly deliver: (event: FeedEvent) => void;
  /** The pairs that exist. */
  readonly pairs: readonly string[];
}

const ANSWER_MS = 10;
const SILENCE_MS = 5000;

/** A market feed without a market: answers as an exchange would, and tells what a test lets it tell. */
export class FakeMarketFeed implements MarketFeed {
  readonly #options: FakeMarketFeedOptions;
  readonly #subscriptions = new Map<
    string,
    { readonly subscription: Subscription; isLive: boolean; cancel: () => void }
  >();
  readonly #ignored = new Set<string>();
  #cancelConnect: (() => void) | undefined;
  #isConnected = false;
  #isClosed = false;

  constructor(options: FakeMarketFeedOptions) {
    this.#options = options;
  }

  subscribe(subscriptions: readonly Subscription[]): void {
    if (this.#isClosed) return;
    for (const subscription of subscriptions) {
      const key = JSON.stringify(subscription);
      if (this.#subscriptions.has(key)) continue;
      this.#subscriptions.set(key, { subscription, isLive: false, cancel: () => {} });
      if (this.#isConnected) this.#ask(key);
    }
    if (!this.#isConnected) this.#connect();
  }

  unsubscribe(subscriptions: readonly Subscription[]): void {
    for (const subscription of subscriptions) {
      const key = JSON.stringify(subscription);
      this.#subscriptions.get(key)?.cancel();
      this.#subscriptions.delete(key);
    }
  }

  resync(subscription: Subscription): void {
    const key = JSON.stringify(subscription);
    if (this.#isConnected && this.#subscriptions.has(key)) this.#ask(key);
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelConnect?.();
    this.unsubscribe([...this.#subscriptions.values()].map(({ subscription }) => subscription));
  }

  /** Delivers data of what is subscribed to and live; anything else is lost, as on a wire. */
  publish(subscription: Subscription, event: MarketDataEvent = this.data(subscription, false)): void {
    if (this.#subscriptions.get(JSON.stringify(subscription))?.isLive === true) this.#deliver(event);
  }

  /** Subscriptions to `pair` are not answered from now on. */
  ignore(pair: string): void {
    this.#ignored.add(pair);
  }

  /** The connection is lost, and back a second later. */
  disconnect(): void {
    if (!this.#isConnected || this.#isClosed) return;
    this.#isConnected = false;
    const subscriptions = [...this.#subscriptions.values()];
    for (const one of subscriptions) {
      one.cancel();
      one.isLive = false;
    }
    this.#connect(1000);
    this.#deliver({
      type: 'feed-disconnected',
      time: this.#now(),
      reason: 'the test wants it',
      retryInMs: 1000,
      subscriptions: subscriptions.map(({ subscription }) => subscription),
    });
  }

  /** A first or further thing to tell of `subscription`: a price of 100 ± 1. */
  data(subscription: Subscription, isSnapshot: boolean): MarketDataEvent {
    const time = this.#now();
    const common = { pair: subscription.pair, time, receivedAt: time };
    switch (subscription.channel) {
      case 'ticker':
        return { ...common, type: 'ticker-changed', ticker: { time, bid: 99, ask: 101, last: 100 } };
      case 'market-trades':
        return { ...common, type: 'market-traded', trades: [{ time, price: 100, quantity: Decimal.ONE }], isSnapshot };
      case 'candles': {
        const openTime = time - (time % (subscription.interval * 60_000));
        const candle = { openTime, open: 100, high: 101, low: 99, close: 100, volume: 1, trades: 1 };
        return { ...common, type: 'candle-changed', interval: subscription.interval, candle, isSnapshot };
      }
      case 'book':
    }
    return {
      ...common,
      type: isSnapshot ? 'book-snapshot' : 'book-update',
      depth: subscription.depth,
      bids: [{ price: '99.0', quantity: '1.00' }],
      asks: [{ price: '101.0', quantity: '1.00' }],
      checksum: 0,
    };
  }

  #connect(delayMs = ANSWER_MS): void {
    this.#cancelConnect ??= this.#options.time.after(delayMs, () => {
      this.#cancelConnect = undefined;
      this.#isConnected = true;
      this.#deliver({ type: 'feed-connected', time: this.#now() });
      for (const key of this.#subscriptions.keys()) this.#ask(key);
    });
  }

  #ask(key: string): void {
    const one = this.#subscriptions.get(key);
    if (one === undefined) return;
    const { subscription } = one;
    one.cancel();
    one.isLive = false;
    if (this.#ignored.has(subscription.pair)) {
      one.cancel = this.#options.time.after(SILENCE_MS, () => {
        this.#ask(key);
        this.#deliver({ type: 'feed-silent', time: this.#now(), subscription, reason: 'no answer' });
      });
      return;
    }
    one.cancel = this.#options.time.after(ANSWER_MS, () => {
      if (this.#options.pairs.includes(subscription.pair)) {
        one.isLive = true;
        this.#deliver({ type: 'feed-subscribed', time: this.#now(), subscription });
        if (one.isLive) this.#deliver(this.data(subscription, true));
      } else {
        this.#subscriptions.delete(key);
        this.#deliver({
          type: 'feed-refused',
          time: this.#now(),
          subscription,
          reason: `unknown ${subscription.pair}`,
        });
      }
    });
  }

  #deliver(event: FeedEvent): void {
    if (!this.#isClosed) this.#options.deliver(event);
  }

  #now(): number {
    return this.#options.time.now();
  }
}
