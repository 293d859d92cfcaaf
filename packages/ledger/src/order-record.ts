import {
  Decimal,
  type EnterSignal,
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type OrderChange,
  type OrderIntended,
  type OrderPurpose,
  type OrderRequest,
  type OrderSide,
  type OrderStatus,
  type OrderTerms,
  plainRequest,
  type TrailingOffset,
} from '@fathom/contracts';
import { addFill } from './add-fill.js';
import type { TradeKey } from './trade-id.js';
import type { TradeRecord } from './trade-record.js';

/** What only some kinds of order have beside a price. */
export interface OrderExtras {
  /** Of kinds that end in `-limit` and do not trail. */
  readonly limitPrice?: Decimal;
  /** Of trailing kinds. */
  readonly offset?: TrailingOffset;
  readonly limitOffset?: TrailingOffset;
}

/** What is decided about an order before it is sent. */
export interface OrderDraft {
  readonly type: OrderRequest['type'];
  readonly side: OrderSide;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** Limit or trigger price; for a market or trailing order it means nothing. */
  readonly price: Decimal;
  readonly extras: OrderExtras | undefined;
  /** What is asked besides; with leverage it is on margin. */
  readonly terms: OrderTerms | undefined;
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

/** How an order ends that did not fill. */
export type EndStatus = 'rejected' | 'canceled' | 'expired' | 'lost';

const NO_OFFSET: TrailingOffset = { value: Decimal.ZERO, unit: 'quote' };

/**
 * One order from its decision to its end: the request as it is sent, what it is for, and what the exchange has said
 * since. It is one object for all of that because a backtest sends hundreds of thousands, and its ids are written only
 * when somebody reads them.
 */
export class OrderRecord implements OrderDraft {
  readonly type: OrderRequest['type'];
  readonly side: OrderSide;
  readonly quantity: Decimal;
  /** Changes when the order is amended. */
  price: Decimal;
  extras: OrderExtras | undefined;
  readonly terms: OrderTerms | undefined;
  /** What it fills is borrowed, or gives back what was. */
  readonly isOnMargin: boolean;
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
  /** New prices the exchange was asked for and has not answered to. */
  asked: OrderChange | undefined = undefined;
  /** Names of those executions, of an exchange that names them. */
  private fillIds: Set<string> | undefined = undefined;
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
    this.extras = draft.extras;
    this.terms = draft.terms;
    this.isOnMargin = draft.terms !== undefined && draft.terms.leverage !== undefined;
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

  /** Of kinds that end in `-limit`; of others it means nothing, as do the next two. */
  get limitPrice(): Decimal {
    return this.extras?.limitPrice ?? Decimal.ZERO;
  }

  get offset(): TrailingOffset {
    return this.extras?.offset ?? NO_OFFSET;
  }

  get limitOffset(): TrailingOffset {
    return this.extras?.limitOffset ?? NO_OFFSET;
  }

  /** The order as the event that is kept of it. */
  intended(): OrderIntended {
    const { time, purpose, reason, signal } = this;
    const order = plainRequest(this);
    const tradeId = String(this.tradeKey);
    const event = { type: 'order-intended', time, order, purpose, tradeId, reason } as const;
    return signal === undefined ? event : { ...event, signal };
  }

  /** The exchange has it. */
  accept(id: ExchangeOrderId): void {
    // An order found again may have filled in part before.
    this.status = this.filled === undefined ? 'open' : 'partially-filled';
    this.exchangeId = id;
  }

  /** Base units filled so far. */
  get filledQuantity(): Decimal {
    return this.filled === undefined ? Decimal.ZERO : this.filled.quantity;
  }

  /** Whether the execution is counted already. */
  hasFill({ id }: Fill): boolean {
    return id !== undefined && this.fillIds !== undefined && this.fillIds.has(id);
  }

  /** Adds one execution. An order that was final before, canceled say, stays so: this one was only told late. */
  fill(fill: Fill, isComplete: boolean): void {
    if (fill.id !== undefined) {
      this.fillIds ??= new Set();
      this.fillIds.add(fill.id);
    }
    this.filled = this.filled === undefined ? fill : addFill(this.filled, fill);
    if (!isComplete && this.isFinal) return;
    this.status = isComplete ? 'filled' : 'partially-filled';
    this.isFinal = isComplete;
  }

  /** Nobody knows whether the exchange has it. */
  doubt(): void {
    this.status = 'unknown';
  }

  /** It will fill no more. */
  end(status: EndStatus): void {
    this.status = status;
    this.isFinal = true;
  }

  /** New prices are about to be asked for. */
  ask(change: OrderChange): void {
    this.asked = change;
  }

  /** It rests at these prices now. */
  change(change: OrderChange): void {
    const { limitPrice, triggerPrice } = change;
    // An older wish may be answered after a newer one was sent.
    if (this.asked !== undefined && isSame(this.asked, change)) this.asked = undefined;
    if (triggerPrice !== undefined) this.price = triggerPrice;
    if (limitPrice === undefined) return;
    if (this.type === 'limit') this.price = limitPrice;
    else this.extras = { ...this.extras, limitPrice };
  }

  /** It rests as it did. */
  keepPrices(): void {
    this.asked = undefined;
  }
}

function isSame(a: OrderChange, b: OrderChange): boolean {
  return isSamePrice(a.limitPrice, b.limitPrice) && isSamePrice(a.triggerPrice, b.triggerPrice);
}

function isSamePrice(a: Decimal | undefined, b: Decimal | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
