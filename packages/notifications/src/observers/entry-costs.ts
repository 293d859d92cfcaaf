import { Decimal, type OrderEvent, type OrderIntended, type OrderLost } from '@fathom/contracts';

/** Entries that are neither filled nor given up are few. */
const REMEMBERED = 256;

interface Entry {
  readonly trade: string;
  readonly reason: string;
  /** The exchange's id once there is one, until then our own. */
  order: string;
  cost: Decimal;
  fee: Decimal;
}

/** What the entry of a trade cost, added up from its fills: a trade that opens does not tell. */
export class EntryCosts {
  readonly #byOrder = new Map<string, Entry>();

  observe(event: OrderIntended | OrderEvent | OrderLost): void {
    if (event.type === 'order-intended') {
      if (event.purpose !== 'entry') return;
      const { clientOrderId } = event.order;
      const entry = { trade: event.tradeId, reason: event.reason, order: clientOrderId };
      this.#byOrder.set(clientOrderId, { ...entry, cost: Decimal.ZERO, fee: Decimal.ZERO });
      const [oldest] = this.#byOrder.keys();
      if (this.#byOrder.size > REMEMBERED && oldest !== undefined) this.#byOrder.delete(oldest);
      return;
    }
    const entry = this.#byOrder.get(event.clientOrderId);
    if (entry === undefined) return;
    if (event.type === 'order-accepted') entry.order = event.exchangeOrderId;
    else if (event.type === 'order-filled') {
      const { cost, fee, feeInBase } = event.fill;
      // What was kept in base units was paid for with the rest.
      entry.cost = entry.cost.plus(feeInBase === undefined ? cost : cost.minus(fee));
      entry.fee = entry.fee.plus(fee);
    }
  }

  /** What is known of a trade's entry, and forgets it. Undefined where it was not seen from its start. */
  take(trade: string): Readonly<Entry> | undefined {
    for (const [order, entry] of this.#byOrder) {
      if (entry.trade !== trade) continue;
      this.#byOrder.delete(order);
      return entry;
    }
    return undefined;
  }
}
