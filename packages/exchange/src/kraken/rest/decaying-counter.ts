/** What counts up with every call and down with time, to zero. */
export interface DecayingCounterOptions {
  readonly max: number;
  readonly decayPerSecond: number;
}

/** Kraken's way of limiting: calls add their cost, time takes it away again. Times are milliseconds of any clock. */
export class DecayingCounter {
  readonly max: number;
  readonly #decayPerMs: number;
  #value = 0;
  #at = 0;

  constructor({ max, decayPerSecond }: DecayingCounterOptions) {
    this.max = max;
    this.#decayPerMs = decayPerSecond / 1000;
  }

  valueAt(now: number): number {
    // A clock set back takes nothing away, and a second counts once.
    if (now > this.#at) this.#value = Math.max(0, this.#value - (now - this.#at) * this.#decayPerMs);
    this.#at = now;
    return this.#value;
  }

  add(cost: number, now: number): void {
    this.#value = this.valueAt(now) + cost;
  }

  /** Kraken counts more than we do: nothing passes until it has decayed. */
  fill(now: number): void {
    this.#value = Math.max(this.valueAt(now), this.max);
  }

  /** Milliseconds until `cost` fits below `limit`; 0 when it does. */
  waitFor(cost: number, now: number, limit = this.max): number {
    const excess = this.valueAt(now) + cost - Math.max(limit, cost);
    return excess <= 0 ? 0 : Math.ceil(excess / this.#decayPerMs);
  }
}
