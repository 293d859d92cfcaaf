import type { LedgerStore } from '@fathom/contracts';
import type { Ledger } from '@fathom/ledger';

/** How often it is said: what a start has to look back at most, as long as the bot ran until then. */
const EVERY_MS = 86_400_000;

/**
 * Says in a ledger that a bot trades on it, as it begins and once a day: a start looks for orders the ledger lacks no
 * further back, however long it is that the bot had anything to do.
 */
export class InUse {
  readonly #store: LedgerStore;
  readonly #ledger: Ledger;
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor({ store, ledger }: { readonly store: LedgerStore; readonly ledger: Ledger }) {
    this.#store = store;
    this.#ledger = ledger;
  }

  /** It is in use at `now`, by the exchange's clock. */
  at(now: number): void {
    if (now - this.#saidAt < EVERY_MS) return;
    this.#saidAt = now;
    const event = { type: 'ledger-in-use', time: now } as const;
    this.#store.append(event);
    this.#ledger.apply(event);
  }
}
