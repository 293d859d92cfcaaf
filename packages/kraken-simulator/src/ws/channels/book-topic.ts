import type { BookLevel } from '@fathom/contracts';
import type { MarketStep } from '../../market/market.js';
import type { BookObserver, BookView } from '../../market/book-view.js';
import { timestamp } from '../timestamp.js';
import type { TopicFrames } from '../topic.js';

/** Depths Kraken offers (docs.kraken.com, Spot WebSocket v2, Book). */
export const BOOK_DEPTHS: readonly number[] = [10, 25, 100, 500, 1000];

/**
 * One pair's book at one depth, as all who subscribed to it see it. Of the changes, in their order, only those within the
 * depth are told, and for each level that goes the one that comes into the depth instead; levels that fall out are not
 * told: the client cuts its book. A level may so be told and be out again by the end of one message (all as recorded).
 * The work of an update goes with what changes, not with the depth.
 */
export class BookTopic implements TopicFrames, BookObserver {
  readonly #pair: string;
  readonly #depth: number;
  readonly #book: BookView;
  readonly #stop: () => void;
  #changes: { bids: BookLevel[]; asks: BookLevel[] } = { bids: [], asks: [] };

  constructor(pair: string, depth: number, book: BookView) {
    this.#pair = pair;
    this.#depth = depth;
    this.#book = book;
    this.#stop = book.observe(this);
  }

  snapshotText(time: number): string {
    const { bids, asks } = this.#book;
    return this.#text('snapshot', bids.best(this.#depth), asks.best(this.#depth), time);
  }

  stepText(step: MarketStep): string | undefined {
    if (step.type === 'market-traded') return undefined;
    const { bids, asks } = this.#changes;
    this.cleared();
    if (step.type === 'book-snapshot') return this.snapshotText(step.time);
    return bids.length + asks.length === 0 ? undefined : this.#text('update', bids, asks, step.time);
  }

  changed(side: 'bids' | 'asks', level: BookLevel, index: number): void {
    if (index >= this.#depth) return;
    this.#changes[side].push(level);
    const entering = Number(level.quantity) === 0 ? this.#book[side].at(this.#depth - 1) : undefined;
    if (entering !== undefined) this.#changes[side].push(entering);
  }

  cleared(): void {
    this.#changes = { bids: [], asks: [] };
  }

  end(): void {
    this.#stop();
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
