import type { OrderIntended } from '@fathom/contracts';

/** Orders kept in mind at most; an order that is not answered within so many others is not timed. */
const REMEMBERED = 256;

interface Known {
  readonly intendedAt: number;
  readonly isMarket: boolean;
  readonly tradeId: string;
  readonly isEntry: boolean;
  isAnswered: boolean;
}

/**
 * How long orders take, by the clock of whoever watches, and what the exchange calls those that open trades.
 * Milliseconds; undefined for what was not seen from its start.
 */
export class OrderTimes {
  readonly #orders = new Map<string, Known>();
  readonly #entries = new Map<string, string>();

  intended({ order, tradeId, purpose }: OrderIntended, now: number): void {
    const { clientOrderId, type } = order;
    const isEntry = purpose === 'entry';
    this.#orders.set(clientOrderId, {
      intendedAt: now,
      isMarket: type === 'market',
      tradeId,
      isEntry,
      isAnswered: false,
    });
    forgetOldest(this.#orders);
  }

  /** The exchange has it, under this id. */
  accepted(clientOrderId: string, exchangeOrderId: string): void {
    const order = this.#orders.get(clientOrderId);
    if (order?.isEntry !== true) return;
    this.#entries.set(order.tradeId, exchangeOrderId);
    forgetOldest(this.#entries);
  }

  /** The id at the exchange of the order that opened a trade. */
  entryOrder(tradeId: string): string | undefined {
    return this.#entries.get(tradeId);
  }

  /** The first answer counts. */
  answered(clientOrderId: string, now: number): number | undefined {
    const order = this.#orders.get(clientOrderId);
    if (order === undefined || order.isAnswered) return undefined;
    order.isAnswered = true;
    return Math.max(0, now - order.intendedAt);
  }

  /** Whole; orders that rest say nothing by how long they took. */
  filled(clientOrderId: string, now: number): number | undefined {
    const order = this.#orders.get(clientOrderId);
    this.#orders.delete(clientOrderId);
    return order?.isMarket === true ? Math.max(0, now - order.intendedAt) : undefined;
  }
}

function forgetOldest(known: Map<string, unknown>): void {
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
}
