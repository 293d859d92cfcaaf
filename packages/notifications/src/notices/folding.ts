import type { Notice } from '@fathom/contracts';
import type { Outgoing } from './delivery.js';

/** Different notices remembered at once; beyond, they go out unfolded. */
const MAX_KINDS = 256;

interface Fold {
  readonly since: number;
  more: number;
  last: Notice;
}

/**
 * Lets the first of equal notices through, counts those that follow within the window, and gives them back as one when
 * it is over. After a window without any the next is a first one again.
 */
export class Folding {
  readonly #windowMs: number;
  readonly #folds = new Map<string, Fold>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** @returns the notice when it is to go out by itself; undefined when it has been counted. */
  take(notice: Notice, now: number): Outgoing | undefined {
    const key = `${notice.from}\n${notice.kind}\n${notice.sameAs ?? notice.title}`;
    const fold = this.#folds.get(key);
    if (fold === undefined) {
      if (this.#folds.size < MAX_KINDS) this.#folds.set(key, { since: now, more: 0, last: notice });
      return { notice, more: 0, overMs: 0 };
    }
    fold.more += 1;
    fold.last = notice;
    return undefined;
  }

  /** When the next window is over; undefined when there is none. */
  get nextAt(): number | undefined {
    // Windows are of one length, so the oldest ends first.
    for (const { since } of this.#folds.values()) return since + this.#windowMs;
    return undefined;
  }

  /** What was counted in the windows that are over at `now`; all of them with `isAll`. */
  over(now: number, isAll = false): Outgoing[] {
    const over: Outgoing[] = [];
    for (const [key, { since, more, last }] of this.#folds) {
      if (!isAll && since + this.#windowMs > now) break;
      this.#folds.delete(key);
      if (more === 0) continue;
      over.push({ notice: last, more, overMs: now - since });
      // Still going on: the next is not news.
      if (!isAll) this.#folds.set(key, { since: now, more: 0, last });
    }
    return over;
  }
}
