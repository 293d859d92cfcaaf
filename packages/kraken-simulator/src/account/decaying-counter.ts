import type { CounterLimit } from './tier.js';

/** A count that goes up with every call and down with time. */
export class DecayingCounter {
  readonly #limit: CounterLimit;
  #count = 0;
  #at: number;

  /** @param now milliseconds since 1970 UTC */
  constructor(limit: CounterLimit, now: number) {
    this.#limit = limit;
    this.#at = now;
  }

  /** The count at `now`. */
  value(now: number): number {
    const elapsed = Math.max(0, now - this.#at);
    return Math.max(0, this.#count - (elapsed / 1000) * this.#limit.decayPerSecond);
  }

  /** Counts whatever comes of it. */
  add(cost: number, now: number): void {
    this.#count = this.value(now) + cost;
    this.#at = Math.max(this.#at, now);
  }

  /**
   * Counts, and says whether the call is within the limit. One that is not keeps the counter above the limit, so
   * whoever goes on calling goes on being refused.
   */
  take(cost: number, now: number): boolean {
    this.add(cost, now);
    if (this.#count <= this.#limit.max) return true;
    this.#count = Math.min(this.#count, this.#limit.max + cost);
    return false;
  }
}
