import type { FeedDisconnected, FeedEvent, MarketFeed, Subscription } from '@fathom/contracts';
import type { OrderBook } from '@fathom/order-book';
import { BookCapture } from './book-capture.js';
import type { CaptureLog } from './capture-log.js';
import type { CaptureFigures } from './figures.js';
import { TradeCapture } from './trade-capture.js';

export interface CaptureOptions {
  readonly log: CaptureLog;
  /** The feed's own. */
  readonly resync: MarketFeed['resync'];
}

/** What a capture records. */
export type CaptureSubscription = Extract<Subscription, { readonly channel: 'book' | 'market-trades' }>;

/**
 * Decides what of a feed is recorded and where something is missing: every message a feed delivers is kept once, or lies
 * within a gap that is written down with its cause. A book that cannot be trusted is fetched anew, that one alone.
 *
 * No clock and no waiting: times are those of the events.
 */
export class Capture {
  readonly #options: CaptureOptions;
  readonly #books = new Map<string, BookCapture>();
  readonly #trades = new Map<string, TradeCapture>();

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** Before they are asked for; of each, a gap is open until its data comes. */
  begin(subscriptions: readonly CaptureSubscription[], now: number): void {
    const { log, resync } = this.#options;
    for (const subscription of subscriptions) {
      const { pair } = subscription;
      const common = { pair, log, resync: () => resync(subscription) };
      const map: Map<string, BookCapture | TradeCapture> = subscription.channel === 'book' ? this.#books : this.#trades;
      if (map.has(pair)) continue;
      const one =
        subscription.channel === 'book'
          ? new BookCapture({ ...common, depth: subscription.depth })
          : new TradeCapture(common);
      map.set(pair, one);
      one.begin(now);
    }
  }

  process(event: FeedEvent): void {
    switch (event.type) {
      case 'book-update':
      case 'book-snapshot':
        this.#books.get(event.pair)?.take(event);
        return;
      case 'market-traded':
        this.#trades.get(event.pair)?.take(event);
        return;
      case 'feed-subscribed':
        if (event.subscription.channel === 'market-trades') {
          this.#trades.get(event.subscription.pair)?.subscribed(event.time);
        }
        return;
      case 'feed-refused':
        this.#of(event.subscription)?.refused(event.time);
        return;
      case 'feed-silent': {
        const one = this.#of(event.subscription);
        one?.lost('silence', one.figures.lastAt ?? event.time);
        return;
      }
      case 'feed-resync-begun':
        this.#of(event.subscription)?.resyncBegun(event.cause, event.time);
        return;
      case 'feed-disconnected':
        this.#disconnected(event);
        return;
      case 'feed-skipped':
        if (event.frame !== undefined) this.#options.log.verbatim(event.frame, event.reason, event.time);
        return;
      case 'feed-connected':
      case 'exchange-status-changed':
      case 'ticker-changed':
      case 'candle-changed':
        return;
      default:
        event satisfies never;
    }
  }

  /** A pair's book as it is now; undefined where none is captured. */
  book(pair: string): Pick<OrderBook, 'bids' | 'asks' | 'state'> | undefined {
    return this.#books.get(pair)?.book;
  }

  /** There is room again where something was not kept for want of it. */
  relieved(): void {
    for (const one of this.#all()) one.relieved();
  }

  /** Nothing is recorded from here on. */
  end(now: number): void {
    for (const one of this.#all()) one.end(now);
  }

  /** Books first, each in the order in which they were begun. They change in place. */
  get figures(): CaptureFigures[] {
    return [...this.#all()].map(({ figures }) => figures);
  }

  /**
   * A connection delivers in order: all that was sent before the last thing that came by it has come too. So this is
   * where the gap begins, for the quiet ones as well.
   */
  #disconnected({ time, subscriptions }: FeedDisconnected): void {
    const carried = subscriptions.flatMap((subscription) => this.#of(subscription) ?? []);
    const last = carried.reduce((latest, { figures }) => Math.max(latest, figures.lastAt ?? 0), 0);
    for (const one of carried) one.lost('disconnect', last === 0 ? time : last);
  }

  #of({ channel, pair }: Subscription): BookCapture | TradeCapture | undefined {
    if (channel === 'book') return this.#books.get(pair);
    return channel === 'market-trades' ? this.#trades.get(pair) : undefined;
  }

  *#all(): Generator<BookCapture | TradeCapture> {
    yield* this.#books.values();
    yield* this.#trades.values();
  }
}
