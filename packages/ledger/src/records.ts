import {
  Decimal,
  type EnterSignal,
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type OpenTrade,
  type OrderIntended,
  type OrderPurpose,
  type OrderRequest,
  type OrderSide,
  type OrderStatus,
  type TradeSide,
} from '@fathom/contracts';
import { addFill } from './add-fill.js';
import type { TradeKey } from './trade-id.js';

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
  /** The trade's name. */
  readonly tradeKey: TradeKey;
  /** The trade it gives back; an entry has none before its first fill. */
  readonly trade: TradeRecord | undefined;
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
  trade: TradeRecord | undefined;
  readonly reason: string;
  readonly signal: EnterSignal | undefined;
  status: OrderStatus = 'submitted';
  /** Nothing more will happen to it. */
  isFinal = false;
  /** Undefined until the exchange has accepted it. */
  exchangeId: ExchangeOrderId | undefined = undefined;
  /** All its executions so far as one, undefined before the first. */
  filled: Fill | undefined = undefined;
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
    this.trade = draft.trade;
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

  /** The exchange has it. */
  accept(id: ExchangeOrderId): void {
    this.status = 'open';
    this.exchangeId = id;
  }

  /** Adds one execution. */
  fill(fill: Fill, isComplete: boolean): void {
    this.status = isComplete ? 'filled' : 'partially-filled';
    this.isFinal = isComplete;
    this.filled = this.filled === undefined ? fill : addFill(this.filled, fill);
  }

  /** It will fill no more. */
  end(status: 'rejected' | 'canceled'): void {
    this.status = status;
    this.isFinal = true;
  }
}

/** An open round trip as the ledger builds it up; strategies see it as an `OpenTrade`. */
export class TradeRecord implements OpenTrade {
  readonly side: TradeSide;
  readonly decisionPrice: number;
  readonly openedAt: number;
  readonly entry: OrderRecord;
  /** The order that gave something back last. */
  exit: OrderRecord | undefined = undefined;
  /** All that was given back, by whichever orders, as one execution. */
  returned: Fill | undefined = undefined;
  quantity: Decimal;
  entryPrice: number;
  isClosing = false;
  isOpen = true;
  private name: string | undefined = undefined;

  /** @param fill the entry's first execution */
  constructor(entry: OrderRecord, openedAt: number, fill: Fill) {
    const { signal } = entry;
    this.side = signal === undefined ? 'long' : signal.side;
    this.decisionPrice = signal === undefined ? 0 : signal.price;
    this.openedAt = openedAt;
    this.entry = entry;
    this.quantity = fill.quantity;
    this.entryPrice = fill.price.toNumber();
  }

  get id(): string {
    this.name ??= String(this.entry.tradeKey);
    return this.name;
  }

  /** The entry has filled further: all of it as one execution. */
  grow(filled: Fill): void {
    this.quantity = filled.quantity;
    this.entryPrice = filled.price.toNumber();
  }

  /** An order gives something back. */
  giveBack(order: OrderRecord, fill: Fill): void {
    this.exit = order;
    this.returned = this.returned === undefined ? fill : addFill(this.returned, fill);
  }

  /** Base units still to give back. */
  remaining(): Decimal {
    return this.returned === undefined ? this.quantity : this.quantity.minus(this.returned.quantity);
  }
}

/** The order an event speaks of, as it was when it was written down. */
export function orderOf(event: OrderIntended, trade: TradeRecord | undefined): OrderRecord {
  const { order, purpose, tradeId, reason, signal } = event;
  const { type, clientOrderId, side, quantity, time } = order;
  const price = order.type === 'market' ? Decimal.ZERO : order.price;
  const draft = { type, side, quantity, price, time, purpose, tradeKey: tradeId, trade, reason, signal };
  return new OrderRecord(draft, clientOrderId);
}
