import { Decimal, type Fill, type OrderEvent, type OrderRequest } from '@fathom/contracts';
import type { TradeInfo } from '../wire/account-data.js';
import type { OrderInfo } from '../wire/order-info.js';

/** An order on Kraken and how much of it has been told. */
export class FollowedOrder {
  readonly order: OrderRequest;
  readonly exchangeOrderId: string;
  readonly acceptedAt: number;
  readonly #told = new Set<string>();
  #filled = Decimal.ZERO;

  constructor(order: OrderRequest, exchangeOrderId: string, acceptedAt: number) {
    this.order = order;
    this.exchangeOrderId = exchangeOrderId;
    this.acceptedAt = acceptedAt;
  }

  /** Trades of the order nobody has been told of. */
  untold(info: OrderInfo): string[] {
    return info.tradeIds.filter((id) => !this.#told.has(id));
  }

  /**
   * The events that bring what was told up to what Kraken says, and whether the order is over. It is over only when
   * every unit Kraken filled has been told: an order may be closed before its last trades are listed.
   */
  catchUp(info: OrderInfo, trades: readonly TradeInfo[], now: number): { events: OrderEvent[]; isOver: boolean } {
    const { clientOrderId, quantity } = this.order;
    const events: OrderEvent[] = [];
    const own = trades.filter((trade) => trade.exchangeOrderId === this.exchangeOrderId && !this.#told.has(trade.id));
    for (const trade of own.toSorted((a, b) => a.time - b.time)) {
      this.#told.add(trade.id);
      this.#filled = this.#filled.plus(trade.quantity);
      const isComplete = !this.#filled.isLessThan(quantity);
      const { filledQuantity } = info;
      // Told now; when it happened stands in the fill, and may be before its order was told as accepted.
      events.push({ type: 'order-filled', time: now, clientOrderId, fill: fillOf(trade), isComplete, filledQuantity });
    }
    const isAllTold = !this.#filled.isLessThan(info.filledQuantity);
    const hasEnded = info.status !== 'open' && info.status !== 'pending';
    const isOver = hasEnded && isAllTold;
    if (isOver && this.#filled.isLessThan(quantity)) {
      const reason = info.reason ?? info.status;
      const { filledQuantity } = info;
      events.push({ type: 'order-canceled', time: now, clientOrderId, reason, filledQuantity });
    }
    return { events, isOver };
  }
}

function fillOf({ id, time, price, quantity, cost, fee, liquidity }: TradeInfo): Fill {
  // Recent answers say which; taking is the dearer assumption. What a fill slipped nobody here can know.
  return { id, time, price, quantity, cost, fee, liquidity: liquidity ?? 'taker', slippage: Decimal.ZERO };
}
