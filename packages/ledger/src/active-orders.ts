import type { OrderRequest } from '@fathom/contracts';
import type { OrderRecord } from './order-record.js';

/**
 * The orders that are not final. A list and not a `Map`: there are rarely more than a handful, they come and go by the
 * hundred thousand in a backtest, and a small map that is emptied and filled again spends its time on rebuilding itself.
 */
export class ActiveOrders {
  private readonly orders: OrderRecord[] = [];

  add(order: OrderRecord): void {
    this.orders.push(order);
  }

  /** @throws {Error} when no such order is active: the stream of events is broken. */
  get(clientOrderId: string): OrderRecord {
    // The youngest first: it is most often the one that is spoken of.
    for (let index = this.orders.length - 1; index >= 0; index -= 1) {
      const order = this.orders[index];
      if (order !== undefined && order.clientOrderId === clientOrderId) return order;
    }
    throw new Error(`no order ${clientOrderId} was intended`);
  }

  /**
   * What is known of a request: it is that record itself when it comes from us.
   * @throws {Error} as `get`.
   */
  of(request: OrderRequest): OrderRecord {
    for (let index = this.orders.length - 1; index >= 0; index -= 1) {
      const order = this.orders[index];
      if (order === request) return order;
    }
    return this.get(request.clientOrderId);
  }

  remove(order: OrderRecord): void {
    const last = this.orders.pop();
    if (last === undefined || last === order) return;
    // Their sequence means nothing, so the last one may take the free place.
    this.orders[this.orders.indexOf(order)] = last;
  }
}
