import type { Clock } from '@fathom/contracts';

/** A clock that stands still until it is set. Milliseconds since 1970 UTC. */
export class ManualClock implements Clock {
  #now: number;

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  advanceTo(time: number): void {
    this.#now = time;
  }
}
