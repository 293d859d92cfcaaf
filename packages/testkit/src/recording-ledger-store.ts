import type { LedgerEvent, LedgerStore } from '@fathom/contracts';

/** Keeps the ledger's events in memory. */
export class RecordingLedgerStore implements LedgerStore {
  readonly #events: LedgerEvent[] = [];

  /** Oldest first. */
  get events(): readonly LedgerEvent[] {
    return this.#events;
  }

  append(event: LedgerEvent): void {
    this.#events.push(event);
  }
}
