import { Decimal, type Fill, type OrderEvent, type OrderFilled, type OrderRequest } from '@fathom/contracts';
import type { TradeInfo } from '../rest/wire/account-data.js';
import type { OrderInfo } from '../rest/wire/order-info.js';
import { fillOfTrade, type NamedFill } from './fills.js';

/**
 * An order on Kraken and how much of it has been told. It hears of it from two sides, the account's feed and answers to
 * questions, in any order and any number of times, and tells each thing once: fills by their id, the end only when every
 * unit Kraken has filled was told.
 */
export class FollowedOrder {
  readonly order: OrderRequest;
  readonly exchangeOrderId: string;
  readonly acceptedAt: number;
  /** A second execution of an order of ours. Its fills are money that moved; its end is not the order's end. */
  readonly isCopy: boolean;
  readonly #told = new Set<string>();
  #quantity: Decimal;
  #filled = Decimal.ZERO;
  #isOver = false;

  constructor(order: OrderRequest, exchangeOrderId: string, acceptedAt: number, isCopy = false) {
    this.order = order;
    this.exchangeOrderId = exchangeOrderId;
    this.acceptedAt = acceptedAt;
    this.isCopy = isCopy;
    this.#quantity = order.quantity;
  }

  /** Nothing more will be told of it, but for a fill Kraken remembers late. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** An amendment may change how much there is to fill. */
  resize(quantity: Decimal): void {
    this.#quantity = quantity;
  }

  /** Trades of the order nobody has been told of. */
  untold({ tradeIds }: OrderInfo): string[] {
    return tradeIds.filter((id) => !this.#told.has(id));
  }

  /**
   * One execution; undefined when it was told before.
   * @param filledQuantity what Kraken says has filled in all by then, where it says so
   * @param now when it is told: when it happened stands in the fill, and may be before its order was told as accepted
   */
  fill(fill: NamedFill, now: number, filledQuantity?: Decimal): OrderFilled | undefined {
    if (this.#told.has(fill.id)) return undefined;
    this.#told.add(fill.id);
    this.#filled = this.#filled.plus(fill.quantity);
    const isComplete = !this.#filled.isLessThan(this.#quantity);
    if (isComplete) this.#isOver = true;
    return {
      type: 'order-filled',
      time: now,
      clientOrderId: this.order.clientOrderId,
      fill,
      isComplete: isComplete && !this.isCopy,
      ...(filledQuantity && !this.isCopy && { filledQuantity }),
    };
  }

  /**
   * Kraken says it has ended, with `filledQuantity` filled.
   * @returns false when some of that is not told yet: then its trades must be asked for first.
   */
  end(reason: string, filledQuantity: Decimal, now: number): { isKnown: boolean; events: OrderEvent[] } {
    if (this.#filled.isLessThan(filledQuantity)) return { isKnown: false, events: [] };
    const wasOver = this.#isOver;
    this.#isOver = true;
    if (wasOver || this.isCopy) return { isKnown: true, events: [] };
    const { clientOrderId } = this.order;
    return { isKnown: true, events: [{ type: 'order-canceled', time: now, clientOrderId, reason, filledQuantity }] };
  }

  /** The events that bring what was told up to what Kraken answers of the order and its untold trades. */
  catchUp(info: OrderInfo, trades: readonly TradeInfo[], now: number): OrderEvent[] {
    this.resize(info.quantity);
    const fills = this.#own(trades).flatMap((fill) => this.fill(fill, now, info.filledQuantity) ?? []);
    const hasEnded = info.status !== 'open' && info.status !== 'pending';
    const ending = hasEnded ? this.end(info.reason ?? info.status, info.filledQuantity, now).events : [];
    return [...fills, ...ending];
  }

  /** All there is to know of it, for an answer to a search: counts as told. */
  adopt(info: OrderInfo, trades: readonly TradeInfo[], now: number): Fill[] {
    this.catchUp(info, trades, now);
    return this.#own(trades);
  }

  #own(trades: readonly TradeInfo[]): NamedFill[] {
    return trades
      .filter(({ exchangeOrderId }) => exchangeOrderId === this.exchangeOrderId)
      .toSorted((a, b) => a.time - b.time)
      .map(fillOfTrade);
  }
}
