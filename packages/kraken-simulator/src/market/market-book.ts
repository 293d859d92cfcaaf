import { BookSide, type BookSideView } from './book-side.js';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.js';
import type { SourceStep } from './source.js';

/** A pair's whole book as others read it. */
export interface BookView {
  readonly bids: BookSideView;
  readonly asks: BookSideView;
  /** Kraken's, of the best ten levels; the same for every depth. */
  readonly checksum: number;
}

/** A pair's whole book, as far as the recording knows it. */
export class MarketBook implements BookView {
  readonly bids = new BookSide(-1);
  readonly asks = new BookSide(1);
  readonly #depth: number;
  #checksum: number | undefined;

  constructor(depth = Number.POSITIVE_INFINITY) {
    this.#depth = depth;
  }

  get checksum(): number {
    this.#checksum ??= bookChecksum(this.asks.best(CHECKSUM_LEVELS), this.bids.best(CHECKSUM_LEVELS));
    return this.#checksum;
  }

  apply(step: Extract<SourceStep, { type: 'book-snapshot' | 'book-update' }>): void {
    if (step.type === 'book-snapshot') {
      this.bids.clear();
      this.asks.clear();
    }
    for (const level of step.bids) this.bids.set(level, step.time);
    for (const level of step.asks) this.asks.set(level, step.time);
    this.bids.truncate(this.#depth);
    this.asks.truncate(this.#depth);
    this.#checksum = undefined;
  }
}
