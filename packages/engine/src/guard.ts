import type { OrderRecord, TradeRecord } from '@fathom/ledger';

/** The orders that rest for one open trade, and the exit that waits for them to be gone. */
export class Guard {
  readonly trade: TradeRecord;
  stop: OrderRecord | undefined = undefined;
  target: OrderRecord | undefined = undefined;
  /** Why the trade is to be closed once nothing rests any more. */
  exitReason: string | undefined = undefined;
  /** Exit orders sent so far: each needs an id of its own. */
  exits = 0;

  constructor(trade: TradeRecord) {
    this.trade = trade;
  }

  get isResting(): boolean {
    return this.stop !== undefined || this.target !== undefined;
  }

  /** The order has ended: it no longer rests. */
  forget(order: OrderRecord): void {
    if (this.stop === order) this.stop = undefined;
    if (this.target === order) this.target = undefined;
  }
}
