import type {
  OrderAbsent,
  OrderCanceled,
  OrderEvent,
  OrderFilled,
  OrderFound,
  OrderListener,
  OrderRequest,
} from '@fathom/contracts';
import type { Ledger, OrderRecord } from '@fathom/ledger';
import type { OrderSearch } from './order-search.js';

/** Whom the news is passed on to once it is certain that it is news. */
export interface NewsListener extends OrderListener {
  unknown(order: OrderRequest, time: number, reason: string): void;
  lost(order: OrderRecord, time: number): void;
}

/**
 * What an exchange tells of orders, which may be late, doubled or out of turn, and a search tells again what was told
 * before. An event is only passed on when it says something new of an order of ours.
 */
export class OrderNews {
  private readonly ledger: Ledger;
  private readonly search: OrderSearch;
  private readonly listener: NewsListener;

  constructor(ledger: Ledger, search: OrderSearch, listener: NewsListener) {
    this.ledger = ledger;
    this.search = search;
    this.listener = listener;
  }

  told(event: OrderEvent): void {
    const order = this.ledger.find(event.clientOrderId);
    if (order === undefined) return;
    if (event.type === 'order-filled') this.filled(order, event);
    else if (!order.isFinal) this.toldOfActive(order, event);
  }

  /** The answer of a search holds all fills, so what it says of the end is the end. */
  found({ clientOrderId, time, asOf, exchangeOrderId, fills, ended }: OrderFound): void {
    const order = this.ledger.find(clientOrderId);
    if (order === undefined) return;
    if (!order.isFinal && order.exchangeOrderId !== exchangeOrderId) {
      this.listener.accepted(order, time, exchangeOrderId);
    }
    for (const fill of fills) {
      if (order.hasFill(fill)) continue;
      const known = order.filledQuantity.plus(fill.quantity);
      this.listener.filled(order, time, fill, !known.isLessThan(order.quantity));
    }
    this.search.found(clientOrderId, asOf);
    if (ended !== undefined && !order.isFinal) this.listener.canceled(order, time, ended);
  }

  absent({ clientOrderId, asOf, time }: OrderAbsent): void {
    const order = this.ledger.find(clientOrderId);
    if (order === undefined || order.isFinal || !this.search.absent(clientOrderId, asOf)) return;
    this.listener.lost(order, time);
  }

  private toldOfActive(order: OrderRecord, event: Exclude<OrderEvent, OrderFilled>): void {
    const { listener } = this;
    const { time } = event;
    switch (event.type) {
      case 'order-accepted':
        if (order.exchangeOrderId !== event.exchangeOrderId) listener.accepted(order, time, event.exchangeOrderId);
        return;
      case 'order-rejected':
        listener.rejected(order, time, event.reason);
        return;
      case 'order-canceled':
        this.canceled(order, event);
        return;
      case 'order-unknown':
        listener.unknown(order, time, event.reason);
        return;
      case 'order-amended':
        listener.amended(order, time, event.change);
        return;
      case 'order-amend-refused':
        listener.amendRefused(order, time, event.reason);
        return;
      default:
        event satisfies never;
    }
  }

  /** An order is complete when all its fills are known, not when the last one is. */
  private filled(order: OrderRecord, { time, fill, isComplete, filledQuantity }: OrderFilled): void {
    if (order.hasFill(fill)) {
      if (isComplete && !order.isFinal) this.miss(order, time);
      return;
    }
    const known = order.filledQuantity.plus(fill.quantity);
    const isMissing = filledQuantity !== undefined && known.isLessThan(filledQuantity);
    this.listener.filled(order, time, fill, !isMissing && (isComplete || !known.isLessThan(order.quantity)));
    if (isMissing && !order.isFinal) this.miss(order, time);
  }

  private canceled(order: OrderRecord, { time, reason, filledQuantity }: OrderCanceled): void {
    if (filledQuantity !== undefined && order.filledQuantity.isLessThan(filledQuantity)) this.miss(order, time);
    else this.listener.canceled(order, time, reason);
  }

  /** The exchange has told of an order that there is more to know than it has told. */
  private miss(order: OrderRecord, time: number): void {
    this.listener.unknown(order, time, 'some of its fills are not known');
  }
}
