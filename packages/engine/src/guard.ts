/** The orders that rest for one open trade, and the exit that waits for them to be gone. */
export class Guard {
  readonly tradeId: string;
  stopOrderId: string | undefined = undefined;
  targetOrderId: string | undefined = undefined;
  /** Why the trade is to be closed once nothing rests any more. */
  exitReason: string | undefined = undefined;
  /** Exit orders sent so far: each needs an id of its own. */
  exits: number;

  constructor(tradeId: string, exits = 0) {
    this.tradeId = tradeId;
    this.exits = exits;
  }

  get isResting(): boolean {
    return this.stopOrderId !== undefined || this.targetOrderId !== undefined;
  }

  /** The order has ended: it no longer rests. */
  forget(clientOrderId: string): void {
    if (this.stopOrderId === clientOrderId) this.stopOrderId = undefined;
    if (this.targetOrderId === clientOrderId) this.targetOrderId = undefined;
  }
}
