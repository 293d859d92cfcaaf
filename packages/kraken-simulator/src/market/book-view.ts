import type { BookLevel } from '@fathom/contracts';

/** A level with the instant it last changed, milliseconds since 1970 UTC. */
export interface DepthLevel extends BookLevel {
  readonly time: number;
}

/** A side of a book as others read it. Index 0 is the best level. */
export interface BookSideView {
  readonly length: number;
  at(index: number): DepthLevel | undefined;
  best(count: number): DepthLevel[];
}

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
