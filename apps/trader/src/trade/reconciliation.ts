import type { AccountRecords, OrderRequest } from '@fathom/contracts';
import type { BooksReader } from '@fathom/exchange';
import type { AccountCheck, Finding } from '@fathom/ledger';
import type { AccountMemoryFile } from './account-memory-file.js';
import { findingText } from './finding-text.js';

export interface ReconciliationOptions {
  readonly check: AccountCheck;
  readonly file: AccountMemoryFile;
  /** Looks an order up; what is found is told like everything of orders. */
  readonly find: (order: OrderRequest) => void;
  /** There is a second order under the id of this one. */
  readonly executedTwice: (order: OrderRequest, exchangeOrderId: string) => void;
  /** No more entries. */
  readonly halt: (reason: string) => void;
  /** Good to know. */
  readonly onNote: (text: string) => void;
  /** To be looked after. */
  readonly onTrouble: (text: string) => void;
}

/**
 * Acts on what a comparison of the account's records with the ledger finds. Orders the ledger is behind with are looked
 * up, which adopts what was missed; a second execution of one of our orders, and an order with our id that we never
 * intended, halt entries; everything else is told. Nothing in the ledger is ever bent to fit.
 */
export class Reconciliation implements BooksReader {
  readonly #options: ReconciliationOptions;
  /** Orders that were behind the last time: a comparison may have been overtaken by an event, not two of them. */
  #behind: ReadonlySet<string> = new Set();

  constructor(options: ReconciliationOptions) {
    this.#options = options;
  }

  since(): number | undefined {
    return this.#options.check.since;
  }

  read(records: AccountRecords): void {
    const { check, file, onTrouble } = this.#options;
    const findings = check.compare(records);
    const behind = new Set<string>();
    for (const finding of findings) {
      if (finding.type === 'order-behind') behind.add(finding.order.clientOrderId);
      this.#act(finding);
    }
    this.#behind = behind;
    const { memory } = check;
    if (memory !== undefined) {
      file.save(memory).catch((error: unknown) => onTrouble(error instanceof Error ? error.message : String(error)));
    }
  }

  #act(finding: Finding): void {
    const { find, executedTwice, halt, onNote, onTrouble } = this.#options;
    const { text, isTrouble } = findingText(finding);
    switch (finding.type) {
      case 'order-behind':
        find(finding.order);
        if (this.#behind.has(finding.order.clientOrderId)) onTrouble(text);
        return;
      case 'executed-twice':
        executedTwice(finding.order, finding.recorded.exchangeOrderId);
        return;
      case 'not-intended':
        halt(text);
        onTrouble(text);
        return;
      case 'foreign-order':
      case 'liquidated':
      case 'charged':
      case 'foreign-booking':
      case 'fee-in-base':
      case 'balance-differs':
        (isTrouble ? onTrouble : onNote)(text);
        return;
      default:
        finding satisfies never;
    }
  }
}
