import type { Scheduler } from '@fathom/contracts';

/** How long a call waits for the answer of the one before it. */
const PATIENCE_MS = { order: 25, other: 1000 } as const;

/**
 * Lets private calls of a key leave one after the other, so that none overtakes another on the network and its nonce
 * arrives too late. A call waits for the answer before it, but not long: an order leaves after 25 ms at the latest, and
 * never behind questions that wait.
 */
export class Turn {
  readonly #scheduler: Scheduler;
  readonly #waiting: { readonly isOrder: boolean; readonly go: () => void }[] = [];
  #inFlight = 0;
  #lastLeft: object | undefined;
  #cancel: (() => void) | undefined;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Resolves when it is this call's turn, with what to call once its answer is there. */
  take(isOrder: boolean): Promise<() => void> {
    return new Promise((resolve) => {
      const go = () => {
        this.#inFlight += 1;
        const me = {};
        this.#lastLeft = me;
        resolve(() => {
          this.#inFlight -= 1;
          if (this.#lastLeft === me || this.#inFlight === 0) this.#next();
        });
      };
      const next = isOrder ? this.#waiting.findIndex((each) => !each.isOrder) : -1;
      const place = next < 0 ? this.#waiting.length : next;
      this.#waiting.splice(place, 0, { isOrder, go });
      if (this.#inFlight === 0) this.#next();
      // Whoever comes later must not make the first one wait anew.
      else if (place === 0) this.#waitForFirst();
    });
  }

  #next(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#waiting.shift()?.go();
    if (this.#waiting.length > 0) this.#waitForFirst();
  }

  #waitForFirst(): void {
    this.#cancel?.();
    const patience = this.#waiting[0]?.isOrder === true ? PATIENCE_MS.order : PATIENCE_MS.other;
    this.#cancel = this.#scheduler.after(patience, () => this.#next());
  }
}
