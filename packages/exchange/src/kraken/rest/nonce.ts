import type { Clock } from '@fathom/contracts';

/** Numbers of calls: each higher than all before it for the same key. */
export interface NonceSource {
  next(): bigint;
}

/**
 * Milliseconds since 1970, raised where the clock stands still or goes back. (Microseconds would be finer and make the
 * key useless for every other client, for good.)
 */
export function followingNonce(last: bigint, now: number): bigint {
  const fromClock = BigInt(Math.max(0, Math.floor(now)));
  return fromClock > last ? fromClock : last + 1n;
}

/** Nonces of this object alone: for tests, and for keys nobody else uses and no restart outlives. */
export class MemoryNonce implements NonceSource {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): bigint {
    this.#last = followingNonce(this.#last, this.#clock.now());
    return this.#last;
  }
}
