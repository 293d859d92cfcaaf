import type { Scheduler } from '@fathom/contracts';

const EVERY_MS = 100;

/** How late timers are: how long the event loop keeps everything waiting. */
export class LoopLag {
  readonly #scheduler: Scheduler;
  readonly #stopwatch: () => number;
  #longestMs = 0;
  #stop: () => void = () => {};

  constructor(scheduler: Scheduler, stopwatch: () => number) {
    this.#scheduler = scheduler;
    this.#stopwatch = stopwatch;
    this.#watch();
  }

  /** The longest since the last call, milliseconds. */
  take(): number {
    const longest = this.#longestMs;
    this.#longestMs = 0;
    return longest;
  }

  close(): void {
    this.#stop();
  }

  #watch(): void {
    const due = this.#stopwatch() + EVERY_MS;
    this.#stop = this.#scheduler.after(EVERY_MS, () => {
      this.#longestMs = Math.max(this.#longestMs, this.#stopwatch() - due);
      this.#watch();
    });
  }
}
