/** Kraken lets an address make about 150 connections in ten minutes before it is shut out for a while; a third is left. */
const ATTEMPTS = 100;
const WINDOW_MS = 600_000;

/** How many connections may still be tried; to be shared by all feeds of an internet address. */
export class ConnectionBudget {
  readonly #attempts: number;
  readonly #windowMs: number;
  readonly #made: number[] = [];

  /** At most `attempts` in any `windowMs`. */
  constructor(attempts = ATTEMPTS, windowMs = WINDOW_MS) {
    this.#attempts = attempts;
    this.#windowMs = windowMs;
  }

  /** How long until the next attempt may be made, milliseconds; 0 for at once. `now` is milliseconds since 1970 UTC. */
  waitMs(now: number): number {
    const oldest = this.#made[this.#made.length - this.#attempts];
    // A clock set back must not shut us out longer than the window.
    return oldest === undefined ? 0 : Math.min(this.#windowMs, Math.max(0, oldest + this.#windowMs - now));
  }

  /** An attempt is made. */
  take(now: number): void {
    this.#made.push(now);
    if (this.#made.length > this.#attempts) this.#made.shift();
  }
}
