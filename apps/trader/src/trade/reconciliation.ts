import type {
  AccountRecords,
  FeeCharged,
  Fill,
  OrderRequest,
  PositionLiquidated,
  RecordedOrder,
} from '@fathom/contracts';
import type { BooksReader } from '@fathom/exchange';
import type { AccountCheck, AccountMemory, Finding } from '@fathom/ledger';
import { findingText } from './finding-text.js';

export interface ReconciliationOptions {
  readonly check: AccountCheck;
  /** Where what it has seen of the account is kept. */
  readonly file: { save(memory: AccountMemory): Promise<void> };
  /** Looks an order up; what is found is told like everything of orders. */
  readonly find: (order: OrderRequest) => void;
  /** There is a second order under the id of this one. */
  readonly executedTwice: (order: OrderRequest, exchangeOrderId: string) => void;
  /** Something happened to the account that no order of ours did. */
  readonly tell: (event: FeeCharged | PositionLiquidated) => void;
  /** The executions of an order on record. */
  readonly fillsOf: (order: RecordedOrder) => Promise<readonly Fill[]>;
  /** The exchange's clock, milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly quote: string;
  /** No more entries. */
  readonly halt: (reason: string) => void;
  /** Good to know. */
  readonly onNote: (text: string) => void;
  /** To be looked after. */
  readonly onTrouble: (text: string) => void;
}

/**
 * Acts on what a comparison of the account's records with the ledger finds. Orders the ledger is behind with are looked
 * up, which adopts what was missed; charges and liquidations are handed on; a second execution of one of our orders, and an order with our id that we never
 * intended, halt entries; everything else is told. Nothing in the ledger is ever bent to fit.
 */
export class Reconciliation implements BooksReader {
  readonly #options: ReconciliationOptions;
  /** Orders that were behind the last time: a comparison may have been overtaken by an event, not two of them. */
  #behind: ReadonlySet<string> = new Set();

  /** Dealt with. */
  readonly #liquidations = new Set<string>();

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
    const { find, executedTwice, tell, now, quote, halt, onNote, onTrouble } = this.#options;
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
      case 'liquidated':
        void this.#liquidated(finding.recorded, text);
        return;
      case 'charged': {
        const { id, asset, fee } = finding.booking;
        // The ledger keeps what is charged in quote units.
        if (asset === quote) tell({ type: 'fee-charged', time: now(), id, kind: 'rollover', fee });
        (asset === quote ? onNote : onTrouble)(text);
        return;
      }
      case 'foreign-order':
      case 'foreign-booking':
      case 'fee-in-base':
      case 'balance-differs':
        (isTrouble ? onTrouble : onNote)(text);
        return;
      default:
        finding satisfies never;
    }
  }

  /** Found again as long as something is held that it closes: told once, and booked once by the names of its executions. */
  async #liquidated(recorded: RecordedOrder, text: string): Promise<void> {
    const { fillsOf, tell, now, onTrouble } = this.#options;
    const { exchangeOrderId, side } = recorded;
    if (side === undefined || this.#liquidations.has(exchangeOrderId)) return;
    this.#liquidations.add(exchangeOrderId);
    onTrouble(text);
    try {
      for (const fill of await fillsOf(recorded))
        tell({ type: 'position-liquidated', time: now(), exchangeOrderId, side, fill });
    } catch (error) {
      this.#liquidations.delete(exchangeOrderId);
      onTrouble(error instanceof Error ? error.message : String(error));
    }
    // One that is still filling is looked at again.
    if (recorded.isOpen) this.#liquidations.delete(exchangeOrderId);
  }
}
