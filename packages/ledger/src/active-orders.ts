import type { OrderRecord } from './records.js';

/** Orders kept before the final ones among them are looked for. */
const ROOM = 64;

/**
 * Finds orders by their id. Final ones are thrown out many at once: orders come and go by the hundred thousand in a
 * backtest, where nobody looks for one by its id. On a real exchange something may still be heard of an order that was
 * final, so there the newest of them are kept.
 */
export class ActiveOrders {
  private readonly remembered: number;
  private orders: OrderRecord[] = [];
  private room = ROOM;

  /** @param remembered how many final orders are kept at least, the newest ones. */
  constructor(remembered: number) {
    this.remembered = remembered;
  }

  add(order: OrderRecord): void {
    if (this.orders.length === this.room) this.tidy();
    this.orders.push(order);
  }

  /** The newest order of that id, final or not; undefined when none is known (any more). */
  find(clientOrderId: string): OrderRecord | undefined {
    return this.orders.findLast((one) => one.clientOrderId === clientOrderId);
  }

  /** @throws {Error} when no such order is active: the stream of events is broken. */
  get(clientOrderId: string): OrderRecord {
    const order = this.orders.findLast((one) => !one.isFinal && one.clientOrderId === clientOrderId);
    if (order === undefined) throw new Error(`no order ${clientOrderId} was intended`);
    return order;
  }

  /** All that are known, final or not, in the order they were sent. */
  all(): readonly OrderRecord[] {
    return this.orders;
  }

  /** Those that are not final, oldest first. */
  active(): OrderRecord[] {
    return this.orders.filter((order) => !order.isFinal);
  }

  private tidy(): void {
    let final = 0;
    for (const order of this.orders) if (order.isFinal) final += 1;
    const tooMany = final - this.remembered;
    let dropped = 0;
    if (tooMany > 0) {
      this.orders = this.orders.filter((order) => {
        if (!order.isFinal || dropped >= tooMany) return true;
        dropped += 1;
        return false;
      });
    }
    this.room = Math.max(ROOM, 2 * this.orders.length);
  }
}
