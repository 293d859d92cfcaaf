import type { BookLevel } from '@fathom/contracts';
import type { DepthLevel } from './market.js';

/** A side of a book as others read it. Index 0 is the best level. */
export interface BookSideView {
  readonly length: number;
  at(index: number): DepthLevel | undefined;
  best(count: number): DepthLevel[];
}

/** One side of a book, sorted from the best price. Digits are kept as they came. */
export class BookSide implements BookSideView {
  readonly #direction: 1 | -1;
  readonly #ranks: number[] = [];
  readonly #levels: DepthLevel[] = [];

  /** `direction` is 1 for asks, where the lowest price is best, −1 for bids. */
  constructor(direction: 1 | -1) {
    this.#direction = direction;
  }

  get length(): number {
    return this.#levels.length;
  }

  at(index: number): DepthLevel | undefined {
    return this.#levels[index];
  }

  best(count: number): DepthLevel[] {
    return this.#levels.slice(0, count);
  }

  clear(): void {
    this.#ranks.length = 0;
    this.#levels.length = 0;
  }

  /**
   * Replaces the level of that price, or takes it away when the quantity is zero.
   * @returns where it is or was; −1 when there was nothing to take away.
   */
  set(level: BookLevel, time: number): number {
    // Less is better, whichever side.
    const rank = Number(level.price) * this.#direction;
    const index = this.#search(rank);
    const exists = this.#ranks[index] === rank;
    if (Number(level.quantity) === 0) {
      if (!exists) return -1;
      this.#ranks.splice(index, 1);
      this.#levels.splice(index, 1);
      return index;
    }
    const kept = { price: level.price, quantity: level.quantity, time };
    if (exists) this.#levels[index] = kept;
    else {
      this.#ranks.splice(index, 0, rank);
      this.#levels.splice(index, 0, kept);
    }
    return index;
  }

  /** Forgets everything behind the best `depth` levels. */
  truncate(depth: number): void {
    if (this.#levels.length <= depth) return;
    this.#ranks.length = depth;
    this.#levels.length = depth;
  }

  /** Index of the first level that is not better. */
  #search(rank: number): number {
    let low = 0;
    let high = this.#ranks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranks[middle] ?? 0) < rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
