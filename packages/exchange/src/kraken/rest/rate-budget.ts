import type { Clock, Scheduler } from '@fathom/contracts';
import { DecayingCounter } from './decaying-counter.js';
import { type Priority, RateGate } from './rate-gate.js';
import { amendPenalty, cancelPenalty } from './trading-penalty.js';

/** How far Kraken has verified the account; decides the limits. */
export type AccountTier = 'starter' | 'intermediate' | 'pro';

/**
 * Calls about the account, per key: docs.kraken.com, "Spot REST rate limits". Orders, per pair, whichever way they go:
 * docs.kraken.com, "Spot trading rate limits".
 */
const LIMITS = {
  starter: { account: { max: 15, decayPerSecond: 0.33 }, trading: { max: 60, decayPerSecond: 1 } },
  intermediate: { account: { max: 20, decayPerSecond: 0.5 }, trading: { max: 125, decayPerSecond: 2.34 } },
  pro: { account: { max: 20, decayPerSecond: 1 }, trading: { max: 180, decayPerSecond: 3.75 } },
} as const;

/** The tier of an account whose orders of a pair may count so far; undefined for a number none has. */
export function tierOf(maxRateCount: number): AccountTier | undefined {
  const tiers: readonly AccountTier[] = ['starter', 'intermediate', 'pro'];
  return tiers.find((tier) => LIMITS[tier].trading.max === maxRateCount);
}

/** Kraken publishes no number for public calls; one a second with a short burst is what its clients live with. */
const PUBLIC = { max: 3, decayPerSecond: 1 };

/** Kept of the account counter for looking for orders nobody knows about: open, closed, trades (2), details. */
const RECOVERY_RESERVE = 5;

export interface RateBudgetOptions {
  readonly time: Clock & Scheduler;
  readonly tier?: AccountTier;
  /** More calls than this may not wait for one of the limits. */
  readonly maxQueue?: number;
}

/** Kraken's three limits, kept by us so that Kraken need not. Each has its own queue: none waits for another's. */
export class RateBudget {
  readonly tier: AccountTier;
  readonly #time: Clock & Scheduler;
  readonly #maxQueue: number;
  readonly #public: RateGate;
  readonly #account: RateGate;
  readonly #trading = new Map<string, RateGate>();

  constructor({ time, tier = 'starter', maxQueue = 200 }: RateBudgetOptions) {
    this.tier = tier;
    this.#time = time;
    this.#maxQueue = maxQueue;
    this.#public = this.#gate('market data', PUBLIC);
    this.#account = this.#gate('the account', LIMITS[tier].account, RECOVERY_RESERVE);
  }

  /** Calls about the account that may leave at once. */
  get accountLeft(): number {
    return this.#account.left;
  }

  /** Market data, per address. */
  market(): Promise<void> {
    return this.#public.pass(1, 'market-data');
  }

  /** A question about the account: 1, or 2 for ledgers and trade history. */
  account(cost: number, priority: Priority): Promise<void> {
    return this.#account.pass(cost, priority);
  }

  /** A new order of the pair. */
  order(pair: string): Promise<void> {
    return this.#pair(pair).pass(1, 'order');
  }

  /** A change of an order that is `ageMs` old. */
  amend(pair: string, ageMs: number): Promise<void> {
    return this.#pair(pair).pass(1 + amendPenalty(ageMs), 'order');
  }

  /** A cancellation counts and never waits: getting out comes before any limit. */
  cancel(pair: string, ageMs: number): void {
    this.#pair(pair).count(cancelPenalty(ageMs));
  }

  /** Kraken refused for too many calls; `pair` when it was the limit of its orders. */
  refused(of: 'market' | 'account' | { readonly pair: string }, retryInMs: number): void {
    const gate = of === 'market' ? this.#public : of === 'account' ? this.#account : this.#pair(of.pair);
    gate.block(retryInMs);
  }

  #pair(pair: string): RateGate {
    const known = this.#trading.get(pair);
    if (known !== undefined) return known;
    const gate = this.#gate(`orders of ${pair}`, LIMITS[this.tier].trading);
    this.#trading.set(pair, gate);
    return gate;
  }

  #gate(name: string, limits: { max: number; decayPerSecond: number }, reserve = 0): RateGate {
    return new RateGate({
      name,
      counter: new DecayingCounter(limits),
      time: this.#time,
      reserve,
      maxQueue: this.#maxQueue,
    });
  }
}
