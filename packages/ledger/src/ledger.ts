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
import { ClosedTrades } from './closed-trades.js';
import { OrderRecord, orderOf, TradeRecord } from './records.js';
import { Refusals } from './refusals.js';

export interface LedgerOptions {
  /** Quote units at the start. */
  readonly startBalance: Decimal;
  /** Told of trades as they open and close; it must not call back. */
  readonly onTrade?: (event: TradeEvent) => void;
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
  private readonly orders = new ActiveOrders();
  private readonly onTrade: ((event: TradeEvent) => void) | undefined;
  private readonly cashSum: DecimalSum;
  private readonly holdingSum = new DecimalSum(Decimal.ZERO);
  /** Both as numbers: equity is asked for at every candle. */
  private cashNumber = Number.NaN;
  private holdingNumber = Number.NaN;

  constructor(options: LedgerOptions) {
    this.cashSum = new DecimalSum(options.startBalance);
    this.onTrade = options.onTrade;
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
   * Takes one event in.
   * @throws {Error} when an event speaks of an order never intended: the stream is broken.
   */
  apply(event: LedgerEvent): void {
    switch (event.type) {
      case 'order-intended':
        this.intend(orderOf(event, this.trade(event.tradeId)));
        return;
      case 'order-accepted':
        this.order(event.clientOrderId).accept(event.exchangeOrderId);
        return;
      case 'order-filled':
        this.fill(this.order(event.clientOrderId), event.time, event.fill, event.isComplete);
        return;
      case 'order-rejected':
        this.end(this.order(event.clientOrderId), 'rejected', event.reason);
        return;
      case 'order-canceled':
        this.end(this.order(event.clientOrderId), 'canceled', event.reason);
        return;
      case 'exit-decided':
        markClosing(this.trade(event.tradeId), true);
        return;
      case 'signal-refused':
        this.refusals.add(event.rule, event.reason);
        return;
      default:
        event satisfies never;
    }
  }

  /** An order is about to be sent. */
  intend(order: OrderRecord): void {
    this.orders.add(order);
    if (order.purpose === 'entry') this.pendingEntries += 1;
    else if (order.purpose === 'exit') markClosing(order.trade, true);
  }

  /** An order will fill no more. */
  end(order: OrderRecord, status: 'rejected' | 'canceled', reason: string): void {
    order.end(status);
    // An entry that filled in part stopped being pending when its trade opened.
    if (order.purpose === 'entry' && order.filled === undefined) {
      this.pendingEntries -= 1;
      this.refusals.add(`exchange: ${reason}`, reason);
    }
    if (order.purpose === 'exit') markClosing(order.trade, false);
  }

  /** One execution, at `time`; `isComplete` when nothing of the order remains. */
  fill(order: OrderRecord, time: number, fill: Fill, isComplete: boolean): void {
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
    else if (order.trade === undefined) this.tradeOpened(order, time, fill);
    else order.trade.grow(order.filled ?? fill);
  }

  private readSums(): void {
    this.cashNumber = this.cashSum.toNumber();
    this.holdingNumber = this.holdingSum.toNumber();
  }

  private tradeOpened(entry: OrderRecord, time: number, fill: Fill): void {
    this.pendingEntries -= 1;
    const trade = new TradeRecord(entry, time, fill);
    entry.trade = trade;
    this.open = this.open.length === 0 ? [trade] : [...this.open, trade];
    if (this.onTrade !== undefined) this.onTrade({ type: 'trade-opened', time, trade });
  }

  private exitFilled(order: OrderRecord, time: number, fill: Fill): void {
    const { trade } = order;
    if (trade === undefined || !trade.isOpen) {
      throw new Error(`order ${order.clientOrderId} gives back a trade that is not open`);
    }
    trade.giveBack(order, fill);
    if (trade.remaining().isPositive()) return;
    trade.isOpen = false;
    this.open = this.open.length === 1 ? [] : this.open.filter((one) => one !== trade);
    this.closed.push(trade, order, time);
    if (this.onTrade === undefined) return;
    const closed = this.closed.at(this.closed.length - 1);
    if (closed !== undefined) this.onTrade({ type: 'trade-closed', time, trade: closed });
  }
}

function markClosing(trade: TradeRecord | undefined, isClosing: boolean): void {
  if (trade !== undefined) trade.isClosing = isClosing;
}
