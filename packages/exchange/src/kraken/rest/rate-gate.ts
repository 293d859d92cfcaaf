import { type Clock, FathomError, type Scheduler } from '@fathom/contracts';
import type { DecayingCounter } from './decaying-counter.js';

/** Who goes first where several wait: an order, a look-up of an order nobody knows about, the account, market data. */
export type Priority = 'order' | 'recovery' | 'account' | 'market-data';

const RANK: Readonly<Record<Priority, number>> = { order: 0, recovery: 1, account: 2, 'market-data': 3 };

export interface RateGateOptions {
  readonly name: string;
  readonly counter: DecayingCounter;
  readonly time: Clock & Scheduler;
  /** Of the counter's maximum, what only orders and recovery may use. */
  readonly reserve?: number;
  /** More than this many may not wait. */
  readonly maxQueue?: number;
}

interface Waiting {
  readonly rank: number;
  readonly cost: number;
  readonly limit: number;
  readonly go: () => void;
}

/** Too many wait already. */
export class QueueFullError extends FathomError {
  constructor(name: string, maxQueue: number) {
    super('queue-full', `more than ${maxQueue} calls wait for ${name}`);
  }
}

/** Lets calls through as one of Kraken's counters allows, by priority, then first come first served. */
export class RateGate {
  readonly #options: RateGateOptions;
  readonly #queue: Waiting[] = [];
  #blocked: { since: number; forMs: number } | undefined;
  #cancelWake: (() => void) | undefined;

  constructor(options: RateGateOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** How much may leave at once; 0 while Kraken wants nothing. */
  get left(): number {
    const { counter, time } = this.#options;
    const now = time.now();
    return this.#blockLeft(now) > 0 ? 0 : Math.max(0, counter.max - counter.valueAt(now));
  }

  /**
   * Resolves when a call of this cost may leave, and counts it.
   * @throws {QueueFullError} at once, when nobody can wait any more.
   */
  pass(cost: number, priority: Priority): Promise<void> {
    const { counter, reserve = 0, maxQueue = 200, name } = this.#options;
    if (this.#queue.length >= maxQueue) return Promise.reject(new QueueFullError(name, maxQueue));
    const rank = RANK[priority];
    const limit = rank >= RANK.account ? counter.max - reserve : counter.max;
    return new Promise((resolve) => {
      const next = this.#queue.findIndex((each) => each.rank > rank);
      this.#queue.splice(next < 0 ? this.#queue.length : next, 0, { rank, cost, limit, go: resolve });
      this.#pump();
    });
  }

  /** Counts what nobody waits for: a cancellation must leave at once, whatever it costs. */
  count(cost: number): void {
    this.#options.counter.add(cost, this.#options.time.now());
  }

  /** Kraken said it is too much: nothing leaves for `ms`. */
  block(ms: number): void {
    const now = this.#options.time.now();
    this.#options.counter.fill(now);
    this.#blocked = { since: now, forMs: Math.max(ms, this.#blockLeft(now)) };
    this.#pump();
  }

  #blockLeft(now: number): number {
    if (this.#blocked === undefined) return 0;
    // A clock set back must not make the block longer.
    this.#blocked.since = Math.min(this.#blocked.since, now);
    return Math.max(0, this.#blocked.since + this.#blocked.forMs - now);
  }

  #pump(): void {
    const { counter, time } = this.#options;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const now = time.now();
      const wait = Math.max(counter.waitFor(first.cost, now, first.limit), this.#blockLeft(now));
      if (wait > 0) {
        this.#cancelWake = time.after(wait, () => this.#pump());
        return;
      }
      this.#queue.shift();
      counter.add(first.cost, now);
      first.go();
    }
  }
}
