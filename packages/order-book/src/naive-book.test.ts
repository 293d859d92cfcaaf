import { Decimal } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookChecksum } from './book-checksum.js';
import { type BookMessage, OrderBook } from './order-book.js';

type Levels = BookMessage['bids'];

/** A book anyone would write first: a map a side, sorted for every question. */
class NaiveBook {
  #bids = new Map<string, string>();
  #asks = new Map<string, string>();

  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  apply({ type, bids, asks }: Omit<BookMessage, 'checksum'>): void {
    if (type === 'book-snapshot') {
      this.#bids.clear();
      this.#asks.clear();
    }
    this.#bids = this.#merged(this.#bids, bids, -1);
    this.#asks = this.#merged(this.#asks, asks, 1);
  }

  get bids(): Levels {
    return [...this.#bids].map(([price, quantity]) => ({ price, quantity }));
  }

  get asks(): Levels {
    return [...this.#asks].map(([price, quantity]) => ({ price, quantity }));
  }

  #merged(side: Map<string, string>, levels: Levels, sign: number): Map<string, string> {
    for (const { price, quantity } of levels) {
      if (Number(quantity) === 0) side.delete(price);
      else side.set(price, quantity);
    }
    const sorted = [...side].toSorted(([a], [b]) => sign * Decimal.parse(a).compare(Decimal.parse(b)));
    return new Map(sorted.slice(0, this.#depth));
  }
}

// Prices of few and of more digits than a double has, so that neighbours collide.
const price = fc.oneof(
  fc.integer({ min: 1, max: 40 }).map((tick) => (tick / 10).toFixed(1)),
  fc.integer({ min: 1, max: 20 }).map((tick) => `0.0000001000000000${String(tick).padStart(2, '0')}`),
);
const quantity = fc.oneof(
  fc.constant('0.00000000'),
  fc.integer({ min: 1, max: 1e12 }).map((lots) => Decimal.of(BigInt(lots), 8).toFixed(8)),
);
const side = fc.array(fc.record({ price, quantity }), { maxLength: 30 });
const message = fc.record({
  type: fc.constantFrom('book-snapshot', 'book-update', 'book-update', 'book-update'),
  bids: side,
  asks: side,
});

describe('OrderBook beside a naive one', () => {
  it('holds the same levels, digits and checksums after every message', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.array(message, { maxLength: 12 }), (depth, messages) => {
        const naive = new NaiveBook(depth);
        const book = new OrderBook(depth);
        for (const one of [{ type: 'book-snapshot' as const, bids: [], asks: [] }, ...messages]) {
          naive.apply(one);
          const checksum = bookChecksum(naive.asks, naive.bids);
          expect(book.apply({ ...one, checksum })).toBe('verified');
          expect(book.bids.levels()).toEqual(naive.bids);
          expect(book.asks.levels()).toEqual(naive.asks);
          expect(book.checksum).toBe(checksum);
        }
      }),
      { numRuns: 300 },
    );
  });
});
