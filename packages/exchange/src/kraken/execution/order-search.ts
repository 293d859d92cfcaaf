import { reasonOf } from '../rest/calls.js';
import type { KrakenRest } from '../rest/kraken-rest.js';
import type { TradeInfo } from '../rest/wire/account-data.js';
import type { OrderInfo } from '../rest/wire/order-info.js';
import type { KeptOrder } from './kept-orders.js';
import { tradesOf } from './trades-of.js';

/** What Kraken has of an order, with all its trades. */
export interface SearchedOrder {
  readonly info: OrderInfo;
  readonly trades: readonly TradeInfo[];
}

export interface OrderSearchOptions {
  readonly rest: KrakenRest;
  /** Told what Kraken has; `asOf` is Kraken's time of before it was asked. */
  readonly found: (kept: KeptOrder, found: SearchedOrder, asOf: number) => void;
  /** Told that complete answers had nothing of it, which soon after sending proves nothing. */
  readonly absent: (kept: KeptOrder, asOf: number) => void;
  readonly onTrouble?: ((reason: string) => void) | undefined;
}

/**
 * Looks on Kraken for orders nobody knows about, one search at a time for each. When one of Kraken's answers is missing
 * neither `found` nor `absent` is told, because nothing is known.
 */
export class OrderSearch {
  readonly #options: OrderSearchOptions;
  readonly #underWay = new Set<KeptOrder>();

  constructor(options: OrderSearchOptions) {
    this.#options = options;
  }

  async look(kept: KeptOrder): Promise<void> {
    if (this.#underWay.has(kept)) return;
    this.#underWay.add(kept);
    const { rest, found, absent, onTrouble } = this.#options;
    const { clientOrderId, time: since } = kept.order;
    const asOf = rest.now();
    try {
      const answer = await rest.find({ clientOrderId, since });
      if (answer.found === 'nowhere') {
        absent(kept, asOf);
        return;
      }
      const { exchangeOrderId } = answer.order;
      const info = (await rest.account.orders([exchangeOrderId], { priority: 'recovery' }))[0] ?? answer.order;
      found(kept, { info, trades: await tradesOf(rest.account, info.tradeIds, 'recovery') }, asOf);
    } catch (error) {
      onTrouble?.(reasonOf(error));
    } finally {
      this.#underWay.delete(kept);
    }
  }
}
