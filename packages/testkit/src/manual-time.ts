import type { Clock, Scheduler } from '@fathom/contracts';

/** A clock and scheduler moved by hand. Milliseconds since 1970 UTC. */
export class ManualTime implements Clock, Scheduler {
  #now: number;
  readonly #tasks: { readonly due: number; readonly task: () => void }[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { due: this.#now + Math.max(0, delayMs), task };
    // After everything due at the same instant: first come, first served.
    const next = this.#tasks.findIndex(({ due }) => due > entry.due);
    this.#tasks.splice(next < 0 ? this.#tasks.length : next, 0, entry);
    return () => {
      const index = this.#tasks.indexOf(entry);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  /** How many tasks wait. */
  get pending(): number {
    return this.#tasks.length;
  }

  /** Sets the clock back or forth without running anything, as an operator or a time server does. */
  jumpTo(time: number): void {
    this.#now = time;
  }

  /** Lets `ms` pass: what falls due runs at its own instant, and promises it has kept are settled before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#tasks[0]; next !== undefined && next.due <= end; next = this.#tasks[0]) {
      this.#tasks.shift();
      this.#now = Math.max(this.#now, next.due);
      next.task();
      await settled();
    }
    this.#now = Math.max(this.#now, end);
  }
}

/** Gives every promise that can go on its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
