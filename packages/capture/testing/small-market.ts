import type { BookLevel, BookSnapshot, BookUpdate, MarketTraded, Subscription } from '@fathom/contracts';
import { Decimal } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';

export const book = (pair: string) => ({ channel: 'book', pair, depth: 10 }) as const satisfies Subscription;
export const tape = (pair: string) => ({ channel: 'market-trades', pair }) as const satisfies Subscription;

/** A pair's true book, which tells of itself as an exchange does. */
export class SmallMarket {
  readonly pair: string;
  readonly #book = new OrderBook(10);

  constructor(pair: string) {
    this.pair = pair;
    this.#book.apply({ type: 'book-snapshot', bids: side(99.9, -0.1), asks: side(100.1, 0.1), checksum: 0 });
  }

  snapshot(receivedAt: number): BookSnapshot {
    const { bids, asks, checksum } = this.#book;
    return { ...this.#common(receivedAt), type: 'book-snapshot', bids: bids.levels(), asks: asks.levels(), checksum };
  }

  /** The best bid has another quantity. */
  update(receivedAt: number, quantity: string): BookUpdate {
    const bids: BookLevel[] = [{ price: '99.9', quantity }];
    this.#book.apply({ type: 'book-update', bids, asks: [], checksum: 0 });
    return { ...this.#common(receivedAt), type: 'book-update', bids, asks: [], checksum: this.#book.checksum };
  }

  #common(receivedAt: number) {
    return { pair: this.pair, time: receivedAt - 2, receivedAt, depth: 10 };
  }
}

/** Trades numbered from `first` to `last`. */
export function traded(pair: string, receivedAt: number, [first, last]: readonly [number, number], isSnapshot = false) {
  const trades = Array.from({ length: last - first + 1 }, (_, index) => ({
    time: receivedAt - 2,
    price: 100,
    quantity: Decimal.ONE,
    id: first + index,
  }));
  return { type: 'market-traded', pair, time: receivedAt - 2, receivedAt, trades, isSnapshot } satisfies MarketTraded;
}

function side(first: number, step: number): BookLevel[] {
  return Array.from({ length: 10 }, (_, index) => ({
    price: (first + step * index).toFixed(1),
    quantity: '1.00000000',
  }));
}
