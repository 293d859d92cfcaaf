import { DataError } from '@fathom/contracts';
import type { BookSide, BookState, OrderBook } from '@fathom/order-book';
import type { BookRecord } from './book-record.js';
import { STATES } from './record-format.js';

/** A book as JSON: `{"state":"verified","bids":[["63388.7","0.5"]],"asks":[]}`, best first, digits as received. */
export function bookText(book: OrderBook, state: BookState): string {
  return JSON.stringify({ state, bids: textsOf(book.bids), asks: textsOf(book.asks) });
}

function textsOf(side: BookSide): [price: string, quantity: string][] {
  return side.levels().map(({ price, quantity }) => [price, quantity]);
}

/** Fills a record's state and levels with a book's. @throws {DataError} when it is no such text. */
export function readBookText(text: string, into: BookRecord): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DataError('a checkpoint of the catalogue is no JSON');
  }
  if (typeof value !== 'object' || value === null) throw new DataError('a checkpoint of the catalogue is no book');
  const { state, bids, asks }: { state?: unknown; bids?: unknown; asks?: unknown } = value;
  into.state = STATES.find((name) => name === state) ?? 'unverifiable';
  const sides = [levelsOf(bids), levelsOf(asks)] as const;
  const { priceDecimals, quantityDecimals } = into.pair;
  if (
    !into.bids.take(sides[0], priceDecimals, quantityDecimals) ||
    !into.asks.take(sides[1], priceDecimals, quantityDecimals)
  ) {
    into.bids.clear();
    into.asks.clear();
    [into.bids.texts, into.asks.texts] = sides;
  }
}

function levelsOf(side: unknown): { price: string; quantity: string }[] {
  if (!Array.isArray(side)) throw new DataError('a checkpoint of the catalogue has no levels');
  return side.map((level: unknown) => {
    const [price, quantity]: unknown[] = Array.isArray(level) ? level : [];
    if (typeof price !== 'string' || typeof quantity !== 'string') {
      throw new DataError(`a level of a checkpoint is ${JSON.stringify(level)}`);
    }
    return { price, quantity };
  });
}
