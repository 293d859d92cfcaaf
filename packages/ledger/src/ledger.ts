import {
  Decimal,
  DecimalSum,
  type Fill,
  type LedgerEvent,
  type OrderRequest,
  type TradeEvent,
  type TradesView,
} from '@fathom/contracts';
import { ActiveOrders } from './active-orders.js';
import { splitFill } from './add-fill.js';
import { ClosedTrades } from './closed-trades.js';
import { type EndStatus, OrderRecord, orderOf, TradeRecord } from './records.js';
import { Refusals } from './refusals.js';

export interface LedgerOptions {
  /** Quote units at the start. */
  readonly startBalance: Decimal;
  /** Told of trades as they open and close; it must not call back. */
  readonly onTrade?: (event: TradeEvent) => void;
  /** Final orders to remember, for what an exchange says of them late or twice. Default 0: a simulator says all once. */
  readonly remembered?: number;
}

/** An execution that belongs to no open trade: booked in cash and holdings, and for somebody to look at. */
export interface StrayFill {
  readonly order: OrderRecord;
  readonly fill: Fill;
}

/**
 * The memory of a bot: orders, trades, cash and holdings. It is told what happened, either call by call or by the event
 * that was kept of it (`apply`). Replaying the same events gives the same ledger, to the last digit.
 */
export class Ledger implements TradesView {
  readonly closed = new ClosedTrades();
  /** A new list whenever one opens or closes. */
  open: readonly TradeRecord[] = [];
  pendingEntries = 0;
  /** Entries that became no trade, by the rule of ours or the word of the exchange that stopped them. */
  readonly refusals = new Refusals();
  /** Executions nobody waited for, a stop and a target both filled for one. */
  readonly strays: StrayFill[] = [];
  /** Equity at the first moment seen of the newest UTC day, and when that was; NaN before the first. */
  dayEquity = Number.NaN;
  dayMarkedAt = Number.NaN;
  /** Time of the newest event that was replayed, milliseconds since 1970 UTC; minus infinity before the first. */
  newestEventAt = Number.NEGATIVE_INFINITY;
  /** Why nothing may be entered, if so. */
  haltReason: string | undefined = undefined;
  private readonly orders: ActiveOrders;
  private readonly onTrade: ((event: TradeEvent) => void) | undefined;
  private readonly cashSum: DecimalSum;
  private readonly holdingSum = new DecimalSum(Decimal.ZERO);
  /** Both as numbers: equity is asked for at every candle. */
  private cashNumber = Number.NaN;
  private holdingNumber = Number.NaN;

  constructor(options: LedgerOptions) {
    this.cashSum = new DecimalSum(options.startBalance);
    this.onTrade = options.onTrade;
    this.orders = new ActiveOrders(options.remembered ?? 0);
    this.readSums();
  }

  /** Quote units, exact. */
  get cash(): Decimal {
    return this.cashSum.value;
  }

  /** Base units, exact; negative when short. */
  get holding(): Decimal {
    return this.holdingSum.value;
  }

  /** Quote units free to spend, as a double. */
  get spendable(): number {
    return this.cashNumber;
  }

  /** True while anything is held or owed. */
  get isExposed(): boolean {
    return this.holdingNumber !== 0;
  }

  /** Cash plus holdings at `price`, as a double: for curves and sizing, not for books. */
  equityAt(price: number): number {
    return this.cashNumber + this.holdingNumber * price;
  }

  /** Cash plus holdings at `price`, exact. */
  exactEquityAt(price: Decimal): Decimal {
    return this.cash.plus(this.holding.times(price));
  }

  /** The open trade of that name. */
  trade(tradeId: string): TradeRecord | undefined {
    const { open } = this;
    for (let i = 0; i < open.length; i += 1) if (open[i]?.id === tradeId) return open[i];
    return undefined;
  }

  /**
   * The order that is not final yet under a request or its id.
   * @throws {Error} when there is none: the stream of events is broken.
   */
  order(request: OrderRequest | string): OrderRecord {
    // What we have sent ourselves comes back as the record it is.
    if (request instanceof OrderRecord && !request.isFinal) return request;
    return this.orders.get(typeof request === 'string' ? request : request.clientOrderId);
  }

  /**
   * The order under a request or its id, final or not: a fill may be told late.
   * @throws {Error} when there is none, or it is forgotten.
   */
  recall(request: OrderRequest | string): OrderRecord {
    if (request instanceof OrderRecord) return request;
    const id = typeof request === 'string' ? request : request.clientOrderId;
    return this.orders.find(id) ?? this.orders.get(id);
  }

  /** The order of that id, final or not; undefined when it is none of ours, or forgotten. */
  find(clientOrderId: string): OrderRecord | undefined {
    return this.orders.find(clientOrderId);
  }

  /** Orders that are not final, oldest first. */
  activeOrders(): OrderRecord[] {
    return this.orders.active();
  }

  /**
   * Takes one event in.
   * @throws {Error} when an event speaks of an order never intended: the stream is broken.
   */
  apply(event: LedgerEvent): void {
    if (event.time > this.newestEventAt) this.newestEventAt = event.time;
    switch (event.type) {
      case 'ledger-opened':
        this.cashSum.subtract(this.cash);
        this.cashSum.add(event.startBalance);
        this.readSums();
        return;
      case 'order-intended':
        this.intend(orderOf(event, this.trade(event.tradeId)));
        return;
      case 'order-accepted':
        this.order(event.clientOrderId).accept(event.exchangeOrderId);
        return;
      case 'order-filled':
        this.fill(this.recall(event.clientOrderId), event.time, event.fill, event.isComplete);
        return;
      case 'order-rejected':
        this.end(this.order(event.clientOrderId), 'rejected', event.reason);
        return;
      case 'order-canceled':
        this.end(this.order(event.clientOrderId), 'canceled', event.reason);
        return;
      case 'order-unknown':
        this.order(event.clientOrderId).doubt();
        return;
      case 'order-lost':
        this.end(this.order(event.clientOrderId), 'lost', 'lost on the way');
        return;
      case 'exit-decided':
        this.trade(event.tradeId)?.decideExit(event.reason);
        return;
      case 'signal-refused':
        this.refusals.add(event.rule, event.reason);
        return;
      case 'equity-marked':
        this.dayEquity = event.equity;
        this.dayMarkedAt = event.time;
        return;
      case 'trading-halted':
        this.haltReason = event.reason;
        return;
      case 'trading-resumed':
        this.haltReason = undefined;
        return;
      default:
        event satisfies never;
    }
  }

  /** An order is about to be sent. */
  intend(order: OrderRecord): void {
    this.orders.add(order);
    if (order.purpose === 'entry') this.pendingEntries += 1;
    else if (order.trade !== undefined) order.trade.intend(order);
  }

  /** An order will fill no more. */
  end(order: OrderRecord, status: EndStatus, reason: string): void {
    order.end(status);
    if (order.purpose !== 'entry') order.trade?.forget(order);
    // An entry that filled in part stopped being pending when its trade opened.
    else if (order.filled === undefined) {
      this.pendingEntries -= 1;
      this.refusals.add(`exchange: ${reason}`, reason);
    }
  }

  /** One execution, at `time`; `isComplete` when nothing of the order remains. */
  fill(order: OrderRecord, time: number, fill: Fill, isComplete: boolean): void {
    const wasFinal = order.isFinal;
    order.fill(fill, isComplete);
    if (order.side === 'buy') {
      this.cashSum.subtract(fill.cost);
      this.holdingSum.add(fill.quantity);
    } else {
      this.cashSum.add(fill.cost);
      this.holdingSum.subtract(fill.quantity);
    }
    this.cashSum.subtract(fill.fee);
    this.readSums();
    if (order.purpose !== 'entry') this.exitFilled(order, time, fill);
    else if (order.trade === undefined) {
      // An entry that had ended without a fill is not pending any more.
      if (!wasFinal) this.pendingEntries -= 1;
      this.tradeOpened(order, time, fill);
    } else if (order.trade.isOpen) order.trade.grow(order.filled ?? fill);
    else this.strays.push({ order, fill });
  }

  private readSums(): void {
    this.cashNumber = this.cashSum.toNumber();
    this.holdingNumber = this.holdingSum.toNumber();
  }

  private tradeOpened(entry: OrderRecord, time: number, fill: Fill): void {
    const trade = new TradeRecord(entry, time, fill);
    entry.trade = trade;
    this.open = this.open.length === 0 ? [trade] : [...this.open, trade];
    if (this.onTrade !== undefined) this.onTrade({ type: 'trade-opened', time, trade });
  }

  private exitFilled(order: OrderRecord, time: number, fill: Fill): void {
    const { trade } = order;
    if (trade === undefined || !trade.isOpen) {
      this.strays.push({ order, fill });
      return;
    }
    const remaining = trade.remaining();
    if (remaining.isLessThan(fill.quantity)) {
      const { part, rest } = splitFill(fill, remaining);
      this.strays.push({ order, fill: rest });
      trade.giveBack(order, part);
    } else trade.giveBack(order, fill);
    if (order.isFinal) trade.forget(order);
    if (trade.remaining().isPositive()) return;
    trade.isOpen = false;
    this.open = this.open.length === 1 ? [] : this.open.filter((one) => one !== trade);
    this.closed.push(trade, order, time);
    if (this.onTrade === undefined) return;
    const closed = this.closed.at(this.closed.length - 1);
    if (closed !== undefined) this.onTrade({ type: 'trade-closed', time, trade: closed });
  }
}
