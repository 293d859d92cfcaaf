import type { LedgerEvent } from './events.js';
import type { OrderRequest } from './order.js';

/** Where the core learns what time it is. */
export interface Clock {
  /** Milliseconds since 1970 UTC. */
  now(): number;
}

/** Where the core gets chance from. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/** Sends orders. Calls return at once; what became of them arrives as an `OrderEvent`. */
export interface ExecutionClient {
  submit(order: OrderRequest): void;
  cancel(clientOrderId: string): void;
}

/** Keeps the ledger's events, in order. */
export interface LedgerStore {
  append(event: LedgerEvent): void;
}
