/** The orders that rest for one open trade, and the exit that waits for them to be gone. */
export class Guard {
  stopOrderId: string | undefined;
  targetOrderId: string | undefined;
  /** Why the trade is to be closed once nothing rests any more. */
  exitReason: string | undefined;
  /** Exit orders sent so far: each needs an id of its own. */
  exits = 0;

  get isResting(): boolean {
    return this.stopOrderId !== undefined || this.targetOrderId !== undefined;
  }

  /** The order has ended: it no longer rests. */
  forget(clientOrderId: string): void {
    if (this.stopOrderId === clientOrderId) this.stopOrderId = undefined;
    if (this.targetOrderId === clientOrderId) this.targetOrderId = undefined;
  }
}
