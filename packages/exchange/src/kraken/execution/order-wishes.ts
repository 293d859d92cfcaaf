import type { OrderChange, OrderEvent } from '@fathom/contracts';
import type { KrakenRest } from '../rest/kraken-rest.js';
import type { OrderId } from '../rest/order-calls.js';
import type { KrakenPair } from '../rest/wire/pair.js';
import type { KeptOrder } from './kept-orders.js';

export interface OrderWishesOptions {
  readonly rest: KrakenRest;
  readonly pair: KrakenPair;
  readonly tell: (event: OrderEvent) => void;
  /** What was wished for should show soon. */
  readonly expectSoon: () => void;
  readonly onTrouble?: ((reason: string) => void) | undefined;
}

/** A cancellation or new price that did not show is asked for again after this time. */
const ASK_AGAIN_MS = 5000;

/**
 * What is wished of orders that Kraken has: to be canceled, or to rest at other prices. A wish that was lost is uttered
 * again; that does no harm.
 */
export class OrderWishes {
  readonly #options: OrderWishesOptions;

  constructor(options: OrderWishesOptions) {
    this.#options = options;
  }

  /** Utters what is wished of it, if anything. @returns whether anything is. */
  utter(kept: KeptOrder): boolean {
    if (kept.isCancelWanted) void this.#cancel(kept);
    else if (kept.change !== undefined) void this.#amend(kept, kept.change);
    else return false;
    return true;
  }

  /** Utters again what has not shown. */
  repeat(active: readonly KeptOrder[]): void {
    const now = this.#options.rest.now();
    for (const kept of active) {
      const { state, isCancelWanted, cancelSentAt, amendSentAt } = kept;
      // A clock that was set back must not put it off.
      const sinceMs = Math.abs(now - (isCancelWanted ? cancelSentAt : amendSentAt));
      if (state === 'open' && sinceMs >= ASK_AGAIN_MS) this.utter(kept);
    }
  }

  async #cancel(kept: KeptOrder): Promise<void> {
    const { rest, pair, onTrouble, expectSoon } = this.#options;
    kept.cancelSentAt = rest.now();
    const outcome = await rest.orders.cancel(idOf(kept), { pair, ageMs: this.#ageOf(kept) });
    if (outcome.outcome !== 'accepted') onTrouble?.(`cancel ${kept.order.clientOrderId}: ${outcome.reason}`);
    // Whatever the answer was, the order itself says what became of it.
    expectSoon();
  }

  /** An order that is over by the time of the answer has told of its end, which is all there is to tell. */
  async #amend(kept: KeptOrder, change: OrderChange): Promise<void> {
    const { rest, pair, tell, onTrouble, expectSoon } = this.#options;
    const { clientOrderId, terms } = kept.order;
    kept.amendSentAt = rest.now();
    const postOnly = terms?.postOnly === true && change.limitPrice !== undefined;
    const options = { pair, ageMs: this.#ageOf(kept), ...change, ...(postOnly && { postOnly }) };
    const outcome = await rest.orders.amend(idOf(kept), options);
    if (outcome.outcome === 'unknown') {
      onTrouble?.(`amend ${clientOrderId}: ${outcome.reason}`);
      expectSoon();
      return;
    }
    if (kept.change === change) kept.change = undefined;
    if (kept.state === 'over') return;
    const about = { time: rest.now(), clientOrderId };
    if (outcome.outcome === 'accepted') tell({ type: 'order-amended', ...about, change });
    else tell({ type: 'order-amend-refused', ...about, reason: outcome.reason });
  }

  #ageOf({ order, followed }: KeptOrder): number {
    return Math.max(0, this.#options.rest.now() - (followed?.acceptedAt ?? order.time));
  }
}

function idOf({ order, followed }: KeptOrder): OrderId {
  return followed === undefined
    ? { clientOrderId: order.clientOrderId }
    : { exchangeOrderId: followed.exchangeOrderId };
}
