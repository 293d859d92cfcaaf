import {
  Decimal,
  DecimalSum,
  type ExchangeOrderId,
  type Fill,
  type LedgerEvent,
  type OrderRequest,
  type TradeEvent,
  type TradesView,
} from '@fathom/contracts';
import { ActiveOrders } from './active-orders.js';
import { ClosedTrades } from './closed-trades.js';
import { OrderRecord, orderOf } from './order-record.js';
import { Refusals } from './refusals.js';
import type { TradeKey } from './trade-id.js';
import { TradeRecord } from './trade-record.js';

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
  readonly open: TradeRecord[] = [];
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
    for (const trade of this.open) if (trade.id === tradeId) return trade;
    return undefined;
  }

  /** The open trade an order belongs to; an entry that has not filled has none yet. */
  tradeOf({ tradeKey }: { readonly tradeKey: TradeKey }): TradeRecord | undefined {
    for (const trade of this.open) if (trade.entry.tradeKey === tradeKey) return trade;
    return undefined;
  }

  /**
   * The order that is not final yet under a request or its id.
   * @throws {Error} when there is none: the stream of events is broken.
   */
  order(request: OrderRequest | string): OrderRecord {
    return typeof request === 'string' ? this.orders.get(request) : this.orders.of(request);
  }

  /**
   * Takes one event in.
   * @throws {Error} when an event speaks of an order never intended: the stream is broken.
   */
  apply(event: LedgerEvent): void {
    switch (event.type) {
      case 'order-intended':
        this.intend(orderOf(event));
        return;
      case 'order-accepted':
        this.accept(this.order(event.clientOrderId), event.exchangeOrderId);
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
    else if (order.purpose === 'exit') markClosing(this.tradeOf(order), true);
  }

  /** The exchange has the order. */
  accept(order: OrderRecord, id: ExchangeOrderId): void {
    order.status = 'open';
    order.exchangeId = id;
  }

  /** An order will fill no more. */
  end(order: OrderRecord, status: 'rejected' | 'canceled', reason: string): void {
    order.status = status;
    this.orders.remove(order);
    // An entry that filled in part stopped being pending when its trade opened.
    if (order.purpose === 'entry' && order.filledQuantity.isZero()) {
      this.pendingEntries -= 1;
      this.refusals.add(`exchange: ${reason}`, reason);
    }
    if (order.purpose === 'exit') markClosing(this.tradeOf(order), false);
  }

  /** One execution, at `time`; `isComplete` when nothing of the order remains. */
  fill(order: OrderRecord, time: number, fill: Fill, isComplete: boolean): void {
    const isFirst = order.filledQuantity.isZero();
    order.addFill(fill, isComplete);
    if (order.side === 'buy') {
      this.cashSum.subtract(fill.cost);
      this.holdingSum.add(fill.quantity);
    } else {
      this.cashSum.add(fill.cost);
      this.holdingSum.subtract(fill.quantity);
    }
    this.cashSum.subtract(fill.fee);
    this.readSums();
    if (isComplete) this.orders.remove(order);
    if (order.purpose !== 'entry') this.exitFilled(order, time, fill, isComplete);
    else if (isFirst) this.tradeOpened(order, time);
    else this.tradeOf(order)?.updateEntry();
  }

  private readSums(): void {
    this.cashNumber = this.cashSum.toNumber();
    this.holdingNumber = this.holdingSum.toNumber();
  }

  private tradeOpened(entry: OrderRecord, time: number): void {
    this.pendingEntries -= 1;
    const trade = new TradeRecord(entry, time);
    this.open.push(trade);
    if (this.onTrade !== undefined) this.onTrade({ type: 'trade-opened', time, trade });
  }

  private exitFilled(order: OrderRecord, time: number, fill: Fill, isComplete: boolean): void {
    const trade = this.tradeOf(order);
    if (trade === undefined) throw new Error(`order ${order.clientOrderId} gives back a trade that is not open`);
    const exit = trade.exit === undefined ? order : mergedExit(trade.exit, order, fill, isComplete);
    trade.exit = exit;
    if (trade.remaining().isPositive()) return;
    this.open.splice(this.open.indexOf(trade), 1);
    this.closed.push(trade, exit, time);
    if (this.onTrade === undefined) return;
    const closed = this.closed.at(this.closed.length - 1);
    if (closed !== undefined) this.onTrade({ type: 'trade-closed', time, trade: closed });
  }
}

function markClosing(trade: TradeRecord | undefined, isClosing: boolean): void {
  if (trade !== undefined) trade.isClosing = isClosing;
}

/** Several orders gave the trade back (a stop that filled in part, then an exit): sum them under the last one's name. */
function mergedExit(sum: OrderRecord, order: OrderRecord, fill: Fill, isComplete: boolean): OrderRecord {
  if (sum === order) return order; // its second fill: already counted by the order itself
  const { averagePrice: price, filledQuantity: quantity, cost, fee, slippage, liquidity } = sum;
  const merged = new OrderRecord(order, order.clientOrderId);
  if (order.exchangeId !== undefined) merged.exchangeId = order.exchangeId;
  merged.addFill({ time: fill.time, price, quantity, cost, fee, slippage, liquidity }, false);
  merged.addFill(fill, isComplete);
  return merged;
}
