import type { BookSnapshot, BookUpdate } from '@fathom/contracts';
import { Capture } from '../src/capture.js';
import { RememberedLog } from './remembered-log.js';
import { book, SmallMarket } from './small-market.js';

export const PAIRS = ['BTC/USD', 'ETH/USD'] as const;

/** What happens to the next message of one pair, or to its subscription. */
export const MESSAGES = ['update', 'twice', 'lost', 'wrong'] as const;
export const TROUBLES = ['quiet', 'unreadable', 'silent'] as const;

export type Action =
  | { readonly kind: (typeof MESSAGES)[number] | (typeof TROUBLES)[number]; readonly pair: 0 | 1 }
  | { readonly kind: 'answer' | 'disconnect' | 'full' | 'room' };

/** A capture at a feed that does as it is told, one thing each ten milliseconds. */
export class UnrulyFeed {
  readonly log = new RememberedLog();
  /** Frames that reached the feed, delivered or held back. */
  readonly arrived: (BookSnapshot | BookUpdate)[] = [];
  /** Pairs of which nothing but a snapshot is delivered. */
  readonly #awaited = new Set<string>(PAIRS);
  readonly #markets = PAIRS.map((pair) => new SmallMarket(pair));
  readonly #capture = new Capture({ log: this.log, resync: ({ pair }) => this.#awaited.add(pair) });
  #now = 1000;
  #quantity = 1;

  play(actions: readonly Action[]): this {
    this.#capture.begin(PAIRS.map(book), this.#now);
    for (const one of actions) {
      this.#now += 10;
      if ('pair' in one) this.#ofPair(one.kind, this.#markets[one.pair]);
      else this.#ofAll(one.kind);
    }
    this.#capture.end(this.#now + 10);
    return this;
  }

  #ofAll(kind: 'answer' | 'disconnect' | 'full' | 'room'): void {
    if (kind === 'answer') {
      for (const market of this.#markets) if (this.#awaited.has(market.pair)) this.#arrive(market.snapshot(this.#now));
    } else if (kind === 'disconnect') {
      const subscriptions = PAIRS.map(book);
      const time = this.#now;
      this.#capture.process({ type: 'feed-disconnected', time, reason: 'gone', retryInMs: 1, subscriptions });
      for (const pair of PAIRS) this.#awaited.add(pair);
    } else {
      this.log.isFull = kind === 'full';
      if (kind === 'room') this.#capture.relieved();
    }
  }

  #ofPair(kind: (Action & { readonly pair: 0 | 1 })['kind'], market: SmallMarket | undefined): void {
    if (market === undefined) return;
    const subscription = book(market.pair);
    const time = this.#now;
    if (kind === 'silent') {
      this.#capture.process({ type: 'feed-silent', time, subscription, reason: 'no answer' });
      this.#awaited.add(market.pair);
    } else if (kind === 'quiet' || kind === 'unreadable') {
      if (this.#awaited.has(market.pair)) return;
      this.#capture.process({ type: 'feed-resync-begun', time, subscription, cause: kind });
      this.#awaited.add(market.pair);
    } else {
      const message = market.update(time, (this.#quantity += 1).toFixed(8));
      if (kind === 'lost') return;
      this.#arrive(kind === 'wrong' ? { ...message, checksum: message.checksum ^ 1 } : message);
      if (kind === 'twice') this.#arrive({ ...message, receivedAt: time + 1 });
    }
  }

  #arrive(message: BookSnapshot | BookUpdate): void {
    this.arrived.push(message);
    if (message.type === 'book-snapshot') this.#awaited.delete(message.pair);
    if (!this.#awaited.has(message.pair)) this.#capture.process(message);
  }
}
