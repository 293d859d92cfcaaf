import type { OrderEvent, OrderIntended, OrderLost } from '@fathom/contracts';

const REMEMBERED = 256;

/** An order that has come into doubt (`became` undefined), or is no longer. */
interface Doubt {
  readonly order: string;
  readonly trade: string | undefined;
  readonly reason: string;
  readonly became: string | undefined;
}

/** Which orders are in doubt, and what becomes of them. */
export class Doubts {
  readonly #trades = new Map<string, string>();
  readonly #inDoubt = new Set<string>();

  /** @returns what is news: an order came into doubt, or left it. */
  observe(event: OrderIntended | OrderEvent | OrderLost): Doubt | undefined {
    if (event.type === 'order-intended') {
      this.#trades.set(event.order.clientOrderId, event.tradeId);
      const [oldest] = this.#trades.keys();
      if (this.#trades.size > REMEMBERED && oldest !== undefined) this.#trades.delete(oldest);
      return undefined;
    }
    const { clientOrderId: order, type } = event;
    const trade = this.#trades.get(order);
    if (type === 'order-unknown') {
      if (this.#inDoubt.has(order)) return undefined;
      this.#inDoubt.add(order);
      return { order, trade, reason: event.reason, became: undefined };
    }
    if (!this.#inDoubt.delete(order)) return undefined;
    const became = type === 'order-lost' ? 'the exchange never got it' : type.replace('order-', '');
    return { order, trade, reason: '', became };
  }
}
