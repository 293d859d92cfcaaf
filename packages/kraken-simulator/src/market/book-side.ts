import type { BookLevel } from '@fathom/contracts';
import type { BookSideView, DepthLevel } from './book-view.js';

/** One side of a book, sorted by price. Digits are kept as they came. */
export class BookSide implements BookSideView {
  readonly #direction: 1 | -1;
  // The best level comes last: most changes are near it, and then little has to move.
  /** Price × direction, falling. */
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
    return this.#levels[this.#levels.length - 1 - index];
  }

  best(count: number): DepthLevel[] {
    return this.#levels.slice(Math.max(0, this.#levels.length - count)).toReversed();
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
    const rank = Number(level.price) * this.#direction;
    const place = this.#search(rank);
    const exists = this.#ranks[place] === rank;
    if (Number(level.quantity) === 0) {
      if (!exists) return -1;
      this.#ranks.splice(place, 1);
      this.#levels.splice(place, 1);
      return this.#levels.length - place;
    }
    const kept = { price: level.price, quantity: level.quantity, time };
    if (exists) this.#levels[place] = kept;
    else {
      this.#ranks.splice(place, 0, rank);
      this.#levels.splice(place, 0, kept);
    }
    return this.#levels.length - 1 - place;
  }

  /** Forgets everything behind the best `depth` levels. */
  truncate(depth: number): void {
    const excess = this.#levels.length - depth;
    if (excess <= 0) return;
    this.#ranks.splice(0, excess);
    this.#levels.splice(0, excess);
  }

  /** Place of the first level that is not worse. */
  #search(rank: number): number {
    let low = 0;
    let high = this.#ranks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranks[middle] ?? 0) > rank) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
