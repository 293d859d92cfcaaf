import type { OrderRecord } from './records.js';

/** Orders kept before the final ones among them are looked for. */
const ROOM = 64;

/**
 * Finds the orders that are not final by their id. Final ones are thrown out many at once: orders come and go by the
 * hundred thousand in a backtest, where nobody looks for one by its id.
 */
export class ActiveOrders {
  private orders: OrderRecord[] = [];
  private room = ROOM;

  add(order: OrderRecord): void {
    if (this.orders.length === this.room) this.tidy();
    this.orders.push(order);
  }

  /** @throws {Error} when no such order is active: the stream of events is broken. */
  get(clientOrderId: string): OrderRecord {
    const order = this.orders.findLast((one) => !one.isFinal && one.clientOrderId === clientOrderId);
    if (order === undefined) throw new Error(`no order ${clientOrderId} was intended`);
    return order;
  }

  private tidy(): void {
    this.orders = this.orders.filter((order) => !order.isFinal);
    this.room = Math.max(ROOM, 2 * this.orders.length);
  }
}
