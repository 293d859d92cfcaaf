import type { Outgoing } from './delivery.js';

interface Waiting {
  readonly outgoing: Outgoing;
  readonly rank: number;
}

/** Notices in the order they came, a bounded number of them. */
export class WaitingNotices {
  readonly #capacity: number;
  readonly #all: Waiting[] = [];

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get first(): Outgoing | undefined {
    return this.#all[0]?.outgoing;
  }

  /**
   * Where there is no room the least important goes, of those the oldest, but never the first, which may be on its way.
   * @returns how many were given up: 0 or 1.
   */
  add(outgoing: Outgoing, rank: number): number {
    this.#all.push({ outgoing, rank });
    if (this.#all.length <= this.#capacity) return 0;
    let worst = 1;
    for (let at = 2; at < this.#all.length; at += 1) {
      if (this.#rankAt(at) < this.#rankAt(worst)) worst = at;
    }
    this.#all.splice(worst, 1);
    return 1;
  }

  remove(outgoing: Outgoing): void {
    const at = this.#all.findIndex((waiting) => waiting.outgoing === outgoing);
    if (at >= 0) this.#all.splice(at, 1);
  }

  /** @returns how many there were. */
  clear(): number {
    return this.#all.splice(0).length;
  }

  #rankAt(at: number): number {
    return this.#all[at]?.rank ?? Number.POSITIVE_INFINITY;
  }
}
