import {
  Decimal,
  type EnterSignal,
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type GuardKind,
  type OpenTrade,
  type OrderChange,
  type OrderIntended,
  type OrderPurpose,
  type OrderRequest,
  type OrderSide,
  type OrderStatus,
  type OrderTerms,
  plainRequest,
  type TradeSide,
  type TrailingOffset,
} from '@fathom/contracts';
import { addFill } from './add-fill.js';
import { type TradeKey, tradeKeyText } from './trade-id.js';

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
  /** All that has come of it so far as one execution, undefined before the first. */
  filled: Fill | undefined = undefined;
  /** Base units of its executions that the exchange has kept as fees. */
  private withheld: Decimal | undefined = undefined;
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
    if (this.filled === undefined) return Decimal.ZERO;
    return this.withheld === undefined ? this.filled.quantity : this.filled.quantity.plus(this.withheld);
  }

  /** Names of the executions that are counted. */
  get fillNames(): Iterable<string> {
    return this.fillIds ?? [];
  }

  /** Whether the execution is counted already. */
  hasFill({ id }: Pick<Fill, 'id'>): boolean {
    return id !== undefined && this.fillIds !== undefined && this.fillIds.has(id);
  }

  /**
   * Adds one execution. An order that was final before, canceled say, stays so: this one was only told late.
   * @param withheld base units beside it that the exchange has kept as its fee
   */
  fill(fill: Fill, isComplete: boolean, withheld?: Decimal): void {
    if (withheld !== undefined) this.withheld = this.withheld === undefined ? withheld : this.withheld.plus(withheld);
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
  /** Paid so far for what is borrowed, beside the fee of opening. Quote units. */
  rolloverFee = Decimal.ZERO;
  /** What no order can give back of it, base units; counted as returned. */
  leftOver: Decimal | undefined = undefined;
  quantity: Decimal;
  entryPrice: number;
  isClosing = false;
  isOpen = true;
  /** What rests for it on the exchange. */
  stop: OrderRecord | undefined = undefined;
  target: OrderRecord | undefined = undefined;
  trailing: OrderRecord | undefined = undefined;
  /** Whether a stop, a target, a trailing stop was ever sent for it. */
  hadStop = false;
  hadTarget = false;
  hadTrailing = false;
  /** Exit orders sent so far: each needs an id of its own. */
  exits = 0;
  /** Why it is to be closed once nothing rests for it any more. */
  exitReason: string | undefined = undefined;
  /** Why the newest exit order was sent; undefined before the first. */
  leftFor: string | undefined = undefined;
  /** Prices that guards wait for, where they are no longer what the entry's signal asked for. */
  private moved: Map<GuardKind, number> | undefined = undefined;
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
    this.name ??= tradeKeyText(this.entry.tradeKey);
    return this.name;
  }

  get isOnMargin(): boolean {
    return this.entry.isOnMargin;
  }

  get isResting(): boolean {
    return this.stop !== undefined || this.target !== undefined || this.trailing !== undefined;
  }

  /** The guard that was sent for it and is gone, by what it protected; undefined while one rests, or none ever did. */
  get lostGuard(): GuardKind | undefined {
    if (this.isResting) return undefined;
    if (this.hadStop) return 'stop';
    if (this.hadTrailing) return 'trailing';
    return this.hadTarget ? 'target' : undefined;
  }

  /** Where a guard waits, quote per base unit; undefined when there is none. A trailing one begins at the entry price. */
  guardPrice(guard: GuardKind): number | undefined {
    const { signal } = this.entry;
    const moved = this.moved?.get(guard);
    if (moved !== undefined || signal === undefined) return moved;
    if (guard === 'stop') return signal.stopPrice;
    if (guard === 'target') return signal.takeProfitPrice;
    const { trailingOffset } = signal;
    if (trailingOffset === undefined) return undefined;
    return this.side === 'long' ? this.entryPrice - trailingOffset : this.entryPrice + trailingOffset;
  }

  /** A guard waits elsewhere than the entry's signal said. */
  get isMoved(): boolean {
    return this.moved !== undefined;
  }

  moveGuard(guard: GuardKind, price: number): void {
    this.moved ??= new Map();
    this.moved.set(guard, price);
  }

  /** An order that is to give it back is about to be sent. */
  intend(order: OrderRecord): void {
    if (order.purpose === 'stop') {
      this.stop = order;
      this.hadStop = true;
    } else if (order.purpose === 'target') {
      this.target = order;
      this.hadTarget = true;
    } else if (order.purpose === 'trailing') {
      this.trailing = order;
      this.hadTrailing = true;
    } else {
      this.exits += 1;
      this.leftFor = order.reason;
      this.isClosing = true;
      this.exitReason = undefined;
    }
  }

  /** The order is final: it rests no longer, or closes no longer. */
  forget(order: OrderRecord): void {
    if (this.stop === order) this.stop = undefined;
    else if (this.target === order) this.target = undefined;
    else if (this.trailing === order) this.trailing = undefined;
    else if (order.purpose === 'exit') this.isClosing = false;
  }

  /** It is to be closed as soon as nothing rests for it. */
  decideExit(reason: string): void {
    this.isClosing = true;
    this.exitReason = reason;
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

  /** So much of it no order can give back. */
  leaveOver(quantity: Decimal): void {
    this.leftOver = this.leftOver === undefined ? quantity : this.leftOver.plus(quantity);
  }

  /** Base units still to give back. */
  remaining(): Decimal {
    return this.returned === undefined ? this.quantity : this.quantity.minus(this.returned.quantity);
  }
}

function isSame(a: OrderChange, b: OrderChange): boolean {
  return isSamePrice(a.limitPrice, b.limitPrice) && isSamePrice(a.triggerPrice, b.triggerPrice);
}

function isSamePrice(a: Decimal | undefined, b: Decimal | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
