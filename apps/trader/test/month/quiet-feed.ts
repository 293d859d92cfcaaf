import { type BookLevel, Decimal, type FeedEvent, type MarketFeed, type Subscription } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';

const DEPTH = 100;

/** One pair's market, as far as somebody lets it tell: a book and trades around a price. */
export class QuietFeed implements MarketFeed {
  private readonly pair: string;
  private readonly deliver: (event: FeedEvent) => void;
  private readonly book = new OrderBook(DEPTH);
  private subscribed: Subscription[] = [];
  private trades = 0;

  constructor(pair: string, deliver: (event: FeedEvent) => void) {
    this.pair = pair;
    this.deliver = deliver;
  }

  /** Acknowledges what was asked for since. */
  acknowledge(time: number): void {
    if (this.subscribed.length > 0) this.deliver({ type: 'feed-connected', time });
    for (const subscription of this.subscribed.splice(0)) {
      this.deliver({ type: 'feed-subscribed', time, subscription });
    }
  }

  /** The market now stands at `price`: ten levels a side, and one trade. */
  tell(time: number, price: number): void {
    const about = { pair: this.pair, time, receivedAt: time };
    const side = (step: number): BookLevel[] =>
      Array.from({ length: 10 }, (_, level) => ({
        price: (price + step * (level + 1)).toFixed(1),
        quantity: '5.00000000',
      }));
    const levels = { bids: side(-0.1), asks: side(0.1) };
    this.book.apply({ type: 'book-snapshot', ...levels, checksum: undefined });
    this.deliver({ ...about, ...levels, type: 'book-snapshot', depth: DEPTH, checksum: this.book.checksum });
    this.trades += 1;
    const trade = { time, price, quantity: Decimal.ONE, id: this.trades };
    this.deliver({ ...about, type: 'market-traded', trades: [trade], isSnapshot: false });
  }

  subscribe(subscriptions: readonly Subscription[]): void {
    this.subscribed.push(...subscriptions);
  }

  unsubscribe(): void {
    // It tells what it tells.
  }

  resync(): void {
    // Every book is a snapshot.
  }

  close(): void {
    this.subscribed = [];
  }
}
