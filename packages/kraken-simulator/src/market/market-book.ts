import type { BookLevel } from '@fathom/contracts';
import { BookSide } from './book-side.js';
import type { BookObserver, BookView } from './book-view.js';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.js';
import type { SourceStep } from './source.js';

/** A pair's whole book, as far as the recording knows it. */
export class MarketBook implements BookView {
  readonly bids = new BookSide(-1);
  readonly asks = new BookSide(1);
  readonly #depth: number;
  readonly #observers = new Set<BookObserver>();
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
      for (const observer of this.#observers) observer.cleared();
    }
    this.#setAll('bids', step.bids, step.time);
    this.#setAll('asks', step.asks, step.time);
    this.bids.truncate(this.#depth);
    this.asks.truncate(this.#depth);
    this.#checksum = undefined;
  }

  observe(observer: BookObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  #setAll(side: 'bids' | 'asks', levels: readonly BookLevel[], time: number): void {
    for (const level of levels) {
      const index = this[side].set(level, time);
      if (index >= 0) for (const observer of this.#observers) observer.changed(side, level, index);
    }
  }
}
