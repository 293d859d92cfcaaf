import type { BookLevel } from '@fathom/contracts';
import type { BookSideView } from '../../market/book-side.js';
import type { BookStep } from '../../market/market.js';
import type { BookView } from '../../market/market-book.js';
import { timestamp } from '../timestamp.js';

/** Depths Kraken offers (docs.kraken.com, Spot WebSocket v2, Book). */
export const BOOK_DEPTHS: readonly number[] = [10, 25, 100, 500, 1000];

/**
 * One pair's book at one depth, as all who subscribed to it see it. Of an update only what lies within the depth is told;
 * levels that come into it because others have gone are told too; those that fall out are not: the client cuts its book.
 * The work of an update goes with what changes, not with the depth.
 */
export class BookTopic {
  readonly #pair: string;
  readonly #depth: number;
  readonly #book: BookView;
  /** Rank of the last level shown; every level is shown while there are fewer than the depth. */
  #bidsEnd = Number.POSITIVE_INFINITY;
  #asksEnd = Number.POSITIVE_INFINITY;

  constructor(pair: string, depth: number, book: BookView) {
    this.#pair = pair;
    this.#depth = depth;
    this.#book = book;
    this.#noteEnds();
  }

  snapshotText(time: number): string {
    const { bids, asks } = this.#book;
    return this.#text('snapshot', bids.best(this.#depth), asks.best(this.#depth), time);
  }

  /** The frame that tells a step which the book has already taken in; undefined when nothing within the depth changed. */
  stepText(step: BookStep): string | undefined {
    if (step.type === 'book-snapshot') {
      this.#noteEnds();
      return this.snapshotText(step.time);
    }
    const bids = this.#visible(this.#book.bids, step.bids, this.#bidsEnd);
    const asks = this.#visible(this.#book.asks, step.asks, this.#asksEnd);
    this.#noteEnds();
    return bids.length + asks.length === 0 ? undefined : this.#text('update', bids, asks, step.time);
  }

  #visible(side: BookSideView, changed: readonly BookLevel[], end: number): BookLevel[] {
    const visible = changed.filter(({ price }) => {
      const index = side.indexOf(price);
      return index < 0 ? side.rank(price) <= end : index < this.#depth;
    });
    for (let index = Math.min(this.#depth, side.length) - 1; index >= 0; index -= 1) {
      const level = side.at(index);
      if (level === undefined || side.rank(level.price) <= end) break;
      if (!changed.some(({ price }) => side.rank(price) === side.rank(level.price))) visible.push(level);
    }
    return visible;
  }

  #noteEnds(): void {
    this.#bidsEnd = this.#end(this.#book.bids);
    this.#asksEnd = this.#end(this.#book.asks);
  }

  #end(side: BookSideView): number {
    const last = side.at(this.#depth - 1);
    return last === undefined ? Number.POSITIVE_INFINITY : side.rank(last.price);
  }

  // By hand: this is most of what a market sends.
  #text(type: string, bids: readonly BookLevel[], asks: readonly BookLevel[], time: number): string {
    const tail = `"checksum":${this.#book.checksum},"timestamp":"${timestamp(time)}"}]}`;
    return `{"channel":"book","type":"${type}","data":[{"symbol":"${this.#pair}","bids":[${levels(bids)}],"asks":[${levels(asks)}],${tail}`;
  }
}

function levels(side: readonly BookLevel[]): string {
  return side.map(({ price, quantity }) => `{"price":${price},"qty":${quantity}}`).join(',');
}
