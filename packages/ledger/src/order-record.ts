import {
  Decimal,
  type EnterSignal,
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type Liquidity,
  type OrderIntended,
  type OrderPurpose,
  type OrderRequest,
  type OrderSide,
  type OrderStatus,
} from '@fathom/contracts';
import type { TradeKey } from './trade-id.js';

/** Digits kept of an average price; Kraken's finest pair has 10. */
const AVERAGE_DECIMALS = 12;

/** What is decided about an order before it is sent. */
export interface OrderDraft {
  readonly type: OrderRequest['type'];
  readonly side: OrderSide;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** Limit or trigger price; for a market order it means nothing. */
  readonly price: Decimal;
  /** Of the decision, ms since 1970 UTC. */
  readonly time: number;
  readonly purpose: OrderPurpose;
  readonly tradeKey: TradeKey;
  readonly reason: string;
  /** For an entry: the signal it came from. */
  readonly signal: EnterSignal | undefined;
}

/**
 * One order from its decision to its end: the request as it is sent, what it is for, and what the exchange has said
 * since. It is one object for all of that because a backtest sends hundreds of thousands, and its ids are written only
 * when somebody reads them.
 */
export class OrderRecord implements OrderDraft {
  readonly type: OrderRequest['type'];
  readonly side: OrderSide;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly time: number;
  readonly purpose: OrderPurpose;
  readonly tradeKey: TradeKey;
  readonly reason: string;
  readonly signal: EnterSignal | undefined;
  status: OrderStatus = 'submitted';
  /** Undefined until the exchange has accepted it. */
  exchangeId: ExchangeOrderId | undefined = undefined;
  /** Base units filled so far. */
  filledQuantity = Decimal.ZERO;
  /** Average price of the fills, quote per base unit. */
  averagePrice = Decimal.ZERO;
  /** Price × quantity of the fills, quote units. */
  cost = Decimal.ZERO;
  fee = Decimal.ZERO;
  slippage = Decimal.ZERO;
  liquidity: Liquidity = 'taker';
  /** What the client order id is written from: all of it, or what stands before and behind the trade's. */
  private readonly idStart: string;
  private readonly idEnd: string | undefined;
  private id: string | undefined = undefined;

  /**
   * @param idStart what the client order id begins with, the trade's follows; all of it without `idEnd`
   * @param idEnd what it ends with
   */
  constructor(draft: OrderDraft, idStart: string, idEnd?: string) {
    this.type = draft.type;
    this.side = draft.side;
    this.quantity = draft.quantity;
    this.price = draft.price;
    this.time = draft.time;
    this.purpose = draft.purpose;
    this.tradeKey = draft.tradeKey;
    this.reason = draft.reason;
    this.signal = draft.signal;
    this.idStart = idStart;
    this.idEnd = idEnd;
  }

  get clientOrderId(): string {
    this.id ??= this.idEnd === undefined ? this.idStart : `${this.idStart}${this.tradeKey}${this.idEnd}`;
    return this.id;
  }

  /** Empty until the exchange has accepted the order. */
  get exchangeOrderId(): string {
    return exchangeOrderIdText(this.exchangeId ?? '');
  }

  /** The order as the event that is kept of it. */
  intended(): OrderIntended {
    const { type, clientOrderId, side, quantity, time, price, purpose, reason, signal } = this;
    const common = { clientOrderId, side, quantity, time };
    const order: OrderRequest = type === 'market' ? { type, ...common } : { type, ...common, price };
    const tradeId = String(this.tradeKey);
    const event = { type: 'order-intended', time, order, purpose, tradeId, reason } as const;
    return signal === undefined ? event : { ...event, signal };
  }

  /** Adds one execution. */
  addFill(fill: Fill, isComplete: boolean): void {
    this.status = isComplete ? 'filled' : 'partially-filled';
    this.liquidity = fill.liquidity;
    if (this.filledQuantity.isZero()) {
      this.filledQuantity = fill.quantity;
      this.averagePrice = fill.price;
      this.cost = fill.cost;
      this.fee = fill.fee;
      this.slippage = fill.slippage;
      return;
    }
    this.filledQuantity = this.filledQuantity.plus(fill.quantity);
    this.cost = this.cost.plus(fill.cost);
    this.averagePrice = this.cost.dividedBy(this.filledQuantity, AVERAGE_DECIMALS);
    this.fee = this.fee.plus(fill.fee);
    this.slippage = this.slippage.plus(fill.slippage);
  }
}

/** The order an event speaks of, as it was when it was written down. */
export function orderOf({ order, purpose, tradeId, reason, signal }: OrderIntended): OrderRecord {
  const { type, clientOrderId, side, quantity, time } = order;
  const price = order.type === 'market' ? Decimal.ZERO : order.price;
  const draft = { type, side, quantity, price, time, purpose, tradeKey: tradeId, reason, signal };
  return new OrderRecord(draft, clientOrderId);
}
