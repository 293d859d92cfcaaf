import type { Clock, FeedEvent, MarketFeed, Scheduler, Subscription, Ticker } from '@fathom/contracts';

export interface TickerPollsOptions {
  readonly time: Clock & Scheduler;
  /** From the start of one poll to the start of the next, milliseconds. */
  readonly everyMs: number;
  /** Serves every channel but tickers. */
  readonly feed: MarketFeed;
  /** Asks for a ticker; throws when there is no answer. */
  readonly ask: (pair: string) => Promise<Ticker>;
  readonly deliver: (event: FeedEvent) => void;
}

interface Polled {
  readonly subscription: Subscription;
  /** The last poll was answered. */
  isServed: boolean;
  cancel: () => void;
}

/**
 * A feed whose tickers are polled, as the original bot did, instead of streamed. An answered poll is a ticker; one that
 * is not answered is a lost connection until the next that is, so that candles it would have made are asked of history.
 */
export class TickerPolls implements MarketFeed {
  private readonly options: TickerPollsOptions;
  private readonly polled = new Map<string, Polled>();

  constructor(options: TickerPollsOptions) {
    this.options = options;
  }

  subscribe(subscriptions: readonly Subscription[]): void {
    const others: Subscription[] = [];
    for (const subscription of subscriptions) {
      if (subscription.channel !== 'ticker') others.push(subscription);
      else if (!this.polled.has(subscription.pair)) this.begin(subscription);
    }
    if (others.length > 0) this.options.feed.subscribe(others);
  }

  unsubscribe(subscriptions: readonly Subscription[]): void {
    for (const { channel, pair } of subscriptions) {
      if (channel !== 'ticker') continue;
      this.polled.get(pair)?.cancel();
      this.polled.delete(pair);
    }
    this.options.feed.unsubscribe(subscriptions.filter(({ channel }) => channel !== 'ticker'));
  }

  /** The next poll is a new snapshot anyway. */
  resync(subscription: Subscription): void {
    if (subscription.channel !== 'ticker') this.options.feed.resync(subscription);
  }

  close(): void {
    for (const { cancel } of this.polled.values()) cancel();
    this.polled.clear();
    this.options.feed.close();
  }

  private begin(subscription: Subscription): void {
    const polled: Polled = { subscription, isServed: false, cancel: () => undefined };
    this.polled.set(subscription.pair, polled);
    polled.cancel = this.options.time.after(0, () => void this.poll(polled));
  }

  private async poll(polled: Polled): Promise<void> {
    const { time, everyMs, ask } = this.options;
    const { pair } = polled.subscription;
    const startedAt = time.now();
    const event = await ask(pair).then(
      (ticker) => ({ ticker }),
      (error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }),
    );
    if (this.polled.get(pair) !== polled) return;
    const now = time.now();
    // A slow answer does not make the next poll wait, and a clock that jumped does not hurry it.
    const pauseMs = Math.min(everyMs, Math.max(0, everyMs - (now - startedAt)));
    polled.cancel = time.after(pauseMs, () => void this.poll(polled));
    if ('ticker' in event) this.answered(polled, event.ticker, now);
    else this.unanswered(polled, event.reason, { now, pauseMs });
  }

  private answered(polled: Polled, ticker: Ticker, now: number): void {
    const { deliver } = this.options;
    const { subscription } = polled;
    if (!polled.isServed) deliver({ type: 'feed-subscribed', time: now, subscription });
    polled.isServed = true;
    deliver({ type: 'ticker-changed', pair: subscription.pair, time: ticker.time, receivedAt: now, ticker });
  }

  private unanswered(polled: Polled, reason: string, { now, pauseMs }: { now: number; pauseMs: number }): void {
    if (!polled.isServed) return;
    polled.isServed = false;
    const { subscription } = polled;
    this.options.deliver({
      type: 'feed-disconnected',
      time: now,
      reason,
      retryInMs: pauseMs,
      subscriptions: [subscription],
    });
  }
}
