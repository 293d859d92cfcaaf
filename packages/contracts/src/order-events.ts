import type {
  AmendIntended,
  OrderAccepted,
  OrderAmended,
  OrderAmendRefused,
  OrderCanceled,
  OrderFilled,
  OrderLost,
  OrderRejected,
  OrderUnknown,
} from './events.js';
import { type ExchangeOrderId, exchangeOrderIdText, type Fill, type OrderChange, type OrderRequest } from './order.js';

// What an `OrderListener` hears, as the events a store keeps.

export function orderAccepted(order: OrderRequest, time: number, id: ExchangeOrderId): OrderAccepted {
  const { clientOrderId } = order;
  return { type: 'order-accepted', time, clientOrderId, exchangeOrderId: exchangeOrderIdText(id) };
}

export function orderFilled(order: OrderRequest, time: number, fill: Fill, isComplete: boolean): OrderFilled {
  const { clientOrderId } = order;
  return { type: 'order-filled', time, clientOrderId, fill, isComplete };
}

export function orderCanceled(order: OrderRequest, time: number, reason: string): OrderCanceled {
  const { clientOrderId } = order;
  return { type: 'order-canceled', time, clientOrderId, reason };
}

export function orderRejected(order: OrderRequest, time: number, reason: string): OrderRejected {
  const { clientOrderId } = order;
  return { type: 'order-rejected', time, clientOrderId, reason };
}

export function orderUnknown(order: OrderRequest, time: number, reason: string): OrderUnknown {
  const { clientOrderId } = order;
  return { type: 'order-unknown', time, clientOrderId, reason };
}

export function orderLost(order: OrderRequest, time: number): OrderLost {
  const { clientOrderId } = order;
  return { type: 'order-lost', time, clientOrderId };
}

export function amendIntended(order: OrderRequest, time: number, change: OrderChange): AmendIntended {
  const { clientOrderId } = order;
  return { type: 'amend-intended', time, clientOrderId, change };
}

export function orderAmended(order: OrderRequest, time: number, change: OrderChange): OrderAmended {
  const { clientOrderId } = order;
  return { type: 'order-amended', time, clientOrderId, change };
}

export function orderAmendRefused(order: OrderRequest, time: number, reason: string): OrderAmendRefused {
  const { clientOrderId } = order;
  return { type: 'order-amend-refused', time, clientOrderId, reason };
}
