import {
  type ExchangeOrderId,
  type FeeCharged,
  type Fill,
  orderAccepted,
  orderAmended,
  orderAmendRefused,
  orderCanceled,
  type OrderChange,
  type OrderEvent,
  orderFilled,
  type OrderListener,
  orderRejected,
  type OrderRequest,
  type PositionLiquidated,
} from '@fathom/contracts';

/** Keeps what it hears as events; `onEvent` may act on each. */
export class RecordingOrderListener implements OrderListener {
  readonly events: OrderEvent[] = [];
  /** What belongs to no order of ours. */
  readonly accountEvents: (FeeCharged | PositionLiquidated)[] = [];
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

  amended(order: OrderRequest, time: number, change: OrderChange): void {
    this.keep(orderAmended(order, time, change));
  }

  amendRefused(order: OrderRequest, time: number, reason: string): void {
    this.keep(orderAmendRefused(order, time, reason));
  }

  charged(event: FeeCharged): void {
    this.accountEvents.push(event);
  }

  liquidated(event: PositionLiquidated): void {
    this.accountEvents.push(event);
  }

  private keep(event: OrderEvent): void {
    this.onEvent(event);
    this.events.push(event);
  }
}
