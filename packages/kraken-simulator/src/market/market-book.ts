import type { BookLevel } from '@fathom/contracts';
import { BookSide, type BookSideView } from './book-side.js';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.js';
import type { SourceStep } from './source.js';

/** Who is told of every single change at the moment it is made. */
export interface BookObserver {
  /** Everything is gone; the levels of a new snapshot follow. */
  cleared(): void;
  /** `level` is at `index` now, or was there when its quantity is zero. */
  changed(side: 'bids' | 'asks', level: BookLevel, index: number): void;
}

/** A pair's whole book as others read it. */
export interface BookView {
  readonly bids: BookSideView;
  readonly asks: BookSideView;
  /** Kraken's, of the best ten levels; the same for every depth. */
  readonly checksum: number;
  /** @returns what ends it. */
  observe(observer: BookObserver): () => void;
}

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
