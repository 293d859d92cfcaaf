import type { EnterSignal, LedgerEvent, SignalRefused } from '@fathom/contracts';

/** How an order ends that was taken back by us, or by the account's owner, or has waited as long as it might. */
const NOBODY_REFUSED: ReadonlySet<string> = new Set(['canceled by client', 'User requested', 'expired']);

/** Entries that were turned down: by our own rules before they were sent, or by the exchange. */
export class RefusedEntries {
  /** Oldest first. */
  readonly all: SignalRefused[] = [];
  /** Of entries that were sent and of which nothing has filled, by client order id. */
  private readonly sent = new Map<string, EnterSignal>();

  hear(event: LedgerEvent): void {
    if (event.type === 'signal-refused') this.all.push(event);
    else if (event.type === 'order-intended') {
      if (event.purpose === 'entry' && event.signal !== undefined)
        this.sent.set(event.order.clientOrderId, event.signal);
    } else if (event.type === 'order-rejected') this.ended(event);
    else if (event.type === 'order-canceled' && !NOBODY_REFUSED.has(event.reason)) this.ended(event);
    else if (event.type === 'order-canceled' || event.type === 'order-filled') this.sent.delete(event.clientOrderId);
  }

  private ended(event: { readonly time: number; readonly clientOrderId: string; readonly reason: string }): void {
    const { time, clientOrderId, reason } = event;
    const signal = this.sent.get(clientOrderId);
    if (signal === undefined) return;
    this.sent.delete(clientOrderId);
    this.all.push({ type: 'signal-refused', time, signal, rule: 'exchange', reason: `the exchange: ${reason}` });
  }
}
