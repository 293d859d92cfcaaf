import type { FeedEvent, MarketDataEvent, MarketFeed, Subscription } from '@fathom/contracts';

export interface BoundedEventsOptions {
  /** How many events may wait, ≥ 1. */
  readonly limit: number;
  /** The feed's own, which fetches anew what was dropped. */
  readonly resync: MarketFeed['resync'];
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** How many subscriptions a complaint names. */
const NAMED = 3;

/**
 * Stands between a feed, which delivers at once, and one consumer, which may be slow: a queue that cannot grow.
 *
 * When it is full, what waits of the subscriptions with most events is dropped until half of it is free, told of by one
 * `feed-skipped`, and fetched anew; what comes of them before their new snapshots means nothing without what went before
 * and is dropped too. Of a ticker the newest stays, and nothing is fetched. Other subscriptions lose nothing.
 */
export class BoundedEvents implements AsyncIterable<FeedEvent> {
  readonly #options: BoundedEventsOptions;
  readonly #dropped = new Set<string>();
  #waiting: FeedEvent[] = [];
  #head = 0;
  #wake: () => void = () => {};
  #isOver = false;
  /** Events dropped since the last complaint was consumed, by subscription. */
  readonly #lost = new Map<string, number>();
  #complaint: FeedEvent | undefined;

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
        if (event === this.#complaint) {
          this.#complaint = undefined;
          this.#lost.clear();
        }
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
    const fullest = [...bySubscription(this.#waiting)].toSorted(([, one], [, other]) => other.length - one.length);
    const gone = new Set<FeedEvent>(this.#complaint === undefined ? [] : [this.#complaint]);
    const again: Subscription[] = [];
    for (const [key, events] of fullest) {
      if (this.size - gone.size < this.#options.limit / 2) break;
      const isTicker = events[0]?.type === 'ticker-changed';
      const lost = isTicker ? events.slice(0, -1) : events;
      for (const event of lost) gone.add(event);
      if (lost.length > 0) this.#lost.set(key, (this.#lost.get(key) ?? 0) + lost.length);
      const [first] = events;
      if (isTicker || first === undefined) continue;
      this.#dropped.add(key);
      again.push(subscriptionOf(first));
    }
    this.#waiting = this.#waiting.filter((event) => !gone.has(event));
    if (this.#lost.size > 0) this.#complain();
    // Nothing but what the feed tells of itself; only of frames not understood can there be any number.
    if (this.size > this.#options.limit) this.#waiting = this.#waiting.filter(({ type }) => type !== 'feed-skipped');
    for (const subscription of again) this.#options.resync(subscription);
  }

  /** One event for all that was dropped since the last one was consumed. */
  #complain(): void {
    const count = [...this.#lost.values()].reduce((sum, lost) => sum + lost, 0);
    const names = [...this.#lost.keys()];
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
    const reason = `the consumer is slow: ${count} events of ${names.slice(0, NAMED).join(', ')}${more} were dropped`;
    this.#complaint = { type: 'feed-skipped', time: this.#options.now(), reason };
    this.#waiting.push(this.#complaint);
  }
}

function isData(event: FeedEvent): event is MarketDataEvent {
  return 'pair' in event;
}

function isBeginning(event: MarketDataEvent): boolean {
  return event.type === 'book-snapshot' || ('isSnapshot' in event && event.isSnapshot);
}

/** The events of each subscription. */
function bySubscription(events: readonly FeedEvent[]): Map<string, MarketDataEvent[]> {
  const lists = new Map<string, MarketDataEvent[]>();
  for (const event of events.filter(isData)) {
    const list = lists.get(keyOf(event));
    if (list === undefined) lists.set(keyOf(event), [event]);
    else list.push(event);
  }
  return lists;
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
