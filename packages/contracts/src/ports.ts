import type { FeeCharged, LedgerEvent, PositionLiquidated } from './events.js';
import type { Subscription } from './feed.js';
import type { ExchangeOrderId, Fill, OrderChange, OrderRequest } from './order.js';

/** Where the core learns what time it is. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** Who runs something later. With it all waiting is an argument: a test advances time by hand. */
export interface Scheduler {
  /**
   * Runs `task` once, `delayMs` from now, never before this call has returned.
   * @returns what takes the task back; it does nothing once the task has run.
   */
  after(delayMs: number, task: () => void): () => void;
}

/** Where the core gets chance from. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** Sends orders. Calls return at once; what became of them is told to an `OrderListener`, or arrives as an `OrderEvent`. */
export interface ExecutionClient {
  submit(order: OrderRequest): void;
  /** @param order the one that was submitted; after a restart, one of its client order id. */
  cancel(order: OrderRequest): void;
  /**
   * Gives an order that rests new prices, in place. Asking twice for the same is the same as asking once. What came of it
   * is told, unless the order is final by then; a client without it cannot.
   */
  amend?(order: OrderRequest, change: OrderChange): void;
  /**
   * Looks for an order in open orders, closed orders and trades, under its client order id. The answer comes as
   * `OrderFound` or `OrderAbsent`; where there is no complete answer, nothing comes, and it is asked for again.
   */
  find?(order: OrderRequest): void;
}

/**
 * Hears what became of orders, one thing at a time and never during `submit` or `cancel`. Each call says what the
 * `OrderEvent` of its name says, about the request that was submitted itself: an exchange in our own process need not
 * write an event for us to read. Times are milliseconds since 1970 UTC.
 */
export interface OrderListener {
  accepted(order: OrderRequest, time: number, exchangeOrderId: ExchangeOrderId): void;
  filled(order: OrderRequest, time: number, fill: Fill, isComplete: boolean): void;
  canceled(order: OrderRequest, time: number, reason: string): void;
  rejected(order: OrderRequest, time: number, reason: string): void;
  amended(order: OrderRequest, time: number, change: OrderChange): void;
  amendRefused(order: OrderRequest, time: number, reason: string): void;
  /** A fee that belongs to no order. */
  charged(event: FeeCharged): void;
  /** An execution of an order that was none of ours. */
  liquidated(event: PositionLiquidated): void;
}

/** Keeps the ledger's events, in order. */
export interface LedgerStore {
  append(event: LedgerEvent): void;
}

/**
 * Market data as it happens. Calls return at once; everything that comes of them, refusals and silence included,
 * arrives as a `FeedEvent` at whom the feed was made for.
 */
export interface MarketFeed {
  subscribe(subscriptions: readonly Subscription[]): void;
  unsubscribe(subscriptions: readonly Subscription[]): void;
  /** Fetches a new snapshot of it, because what is held cannot be trusted; other subscriptions are not touched. */
  resync(subscription: Subscription): void;
  /** Ends all connections; nothing is delivered afterwards. */
  close(): void;
}
