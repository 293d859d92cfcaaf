import {
  type ExchangeOrderId,
  type Fill,
  orderAccepted,
  orderCanceled,
  type OrderEvent,
  orderFilled,
  type OrderListener,
  orderRejected,
  type OrderRequest,
} from '@fathom/contracts';

/** Keeps what it hears as events; `onEvent` may act on each. */
export class RecordingOrderListener implements OrderListener {
  readonly events: OrderEvent[] = [];
  onEvent: (event: OrderEvent) => void = () => {};

  accepted(order: OrderRequest, time: number, exchangeOrderId: ExchangeOrderId): void {
    this.keep(orderAccepted(order, time, exchangeOrderId));
  }

  filled(order: OrderRequest, time: number, fill: Fill, isComplete: boolean): void {
    this.keep(orderFilled(order, time, fill, isComplete));
  }

  canceled(order: OrderRequest, time: number, reason: string): void {
    this.keep(orderCanceled(order, time, reason));
  }

  rejected(order: OrderRequest, time: number, reason: string): void {
    this.keep(orderRejected(order, time, reason));
  }

  private keep(event: OrderEvent): void {
    this.onEvent(event);
    this.events.push(event);
  }
}
