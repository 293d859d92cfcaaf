import type { FeedEvent, MarketDataEvent, MarketFeed, Subscription } from '@fathom/contracts';

export interface BoundedEventsOptions {
  /** How many events may wait, ≥ 1. */
  readonly limit: number;
  /** The feed's own, which fetches anew what was dropped. */
  readonly resync: MarketFeed['resync'];
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/**
 * Stands between a feed, which delivers at once, and one consumer, which may be slow: a queue that cannot grow.
 *
 * When it is full, what waits of the subscription with most events is dropped, told of by one `feed-skipped`, and
 * fetched anew; what comes of it before the new snapshot means nothing without what went before and is dropped too. Of a
 * ticker the newest stays, and nothing is fetched. Other subscriptions lose nothing.
 */
export class BoundedEvents implements AsyncIterable<FeedEvent> {
  readonly #options: BoundedEventsOptions;
  readonly #dropped = new Set<string>();
  #waiting: FeedEvent[] = [];
  #head = 0;
  #wake: () => void = () => {};
  #isOver = false;

  constructor(options: BoundedEventsOptions) {
    this.#options = options;
  }

  /** How many events wait. */
  get size(): number {
    return this.#waiting.length - this.#head;
  }

  /** To be given to a feed as `deliver`. */
  readonly push = (event: FeedEvent): void => {
    if (this.#isOver) return;
    if (isData(event)) {
      const key = keyOf(event);
      if (this.#dropped.has(key) && !isBeginning(event)) return;
      this.#dropped.delete(key);
    }
    this.#waiting.push(event);
    if (this.size > this.#options.limit) this.#drop();
    this.#wake();
  };

  /** Ends the iteration once what waits is consumed. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FeedEvent> {
    for (;;) {
      const event = this.#waiting[this.#head];
      if (event !== undefined) {
        this.#head += 1;
        if (this.#head === this.#waiting.length || this.#head > this.#options.limit) this.#compact();
        yield event;
      } else if (this.#isOver) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }

  #compact(): void {
    this.#waiting = this.#waiting.slice(this.#head);
    this.#head = 0;
  }

  #drop(): void {
    this.#compact();
    const most = mostFrequent(this.#waiting.filter(isData));
    if (most === undefined) {
      // Nothing but what the feed tells of itself; only of frames not understood can there be any number.
      const { length } = this.#waiting;
      this.#waiting = this.#waiting.filter(({ type }, index) => type !== 'feed-skipped' || index < length - 1);
      return;
    }
    const key = keyOf(most);
    const tickers = this.#waiting.filter((event) => event.type === 'ticker-changed' && keyOf(event) === key);
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((event) => !isData(event) || keyOf(event) !== key);
    const count = before - this.#waiting.length;
    const reason = `the consumer is slow: ${count} events of ${key} were dropped`;
    this.#waiting.push({ type: 'feed-skipped', time: this.#options.now(), reason });
    const newest = tickers.at(-1);
    if (newest !== undefined) {
      this.#waiting.push(newest);
      return;
    }
    this.#dropped.add(key);
    this.#options.resync(subscriptionOf(most));
  }
}

function isData(event: FeedEvent): event is MarketDataEvent {
  return 'pair' in event;
}

function isBeginning(event: MarketDataEvent): boolean {
  return event.type === 'book-snapshot' || ('isSnapshot' in event && event.isSnapshot);
}

function mostFrequent(events: readonly MarketDataEvent[]): MarketDataEvent | undefined {
  const counts = new Map<string, number>();
  for (const event of events) counts.set(keyOf(event), (counts.get(keyOf(event)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return events.find((event) => counts.get(keyOf(event)) === most);
}

function keyOf(event: MarketDataEvent): string {
  return Object.values(subscriptionOf(event)).join(' ');
}

function subscriptionOf(event: MarketDataEvent): Subscription {
  const { pair } = event;
  switch (event.type) {
    case 'ticker-changed':
      return { channel: 'ticker', pair };
    case 'market-traded':
      return { channel: 'market-trades', pair };
    case 'candle-changed':
      return { channel: 'candles', pair, interval: event.interval };
    case 'book-snapshot':
    case 'book-update':
  }
  return { channel: 'book', pair, depth: event.depth };
}
