import {
  Decimal,
  type LedgerEvent,
  type OrderCanceled,
  type OrderFilled,
  type OrderIntended,
  type OrderRejected,
  type TradeEvent,
  type TradesView,
} from '@fathom/contracts';
import { ActiveOrders } from './active-orders.js';
import { ClosedTrades } from './closed-trades.js';
import { OrderRecord } from './order-record.js';
import { Refusals } from './refusals.js';
import { TradeRecord } from './trade-record.js';

export interface LedgerOptions {
  /** Quote units at the start. */
  readonly startBalance: Decimal;
  /** Told of trades as they open and close; it must not call back. */
  readonly onTrade?: (event: TradeEvent) => void;
}

/**
 * The memory of a bot: a fold over ledger events into orders, trades, cash and holdings.
 * Replaying the same events gives the same ledger, to the last digit.
 */
export class Ledger implements TradesView {
  readonly closed = new ClosedTrades();
  readonly open: TradeRecord[] = [];
  pendingEntries = 0;
  /** Entries that became no trade, by the rule of ours or the word of the exchange that stopped them. */
  readonly refusals = new Refusals();
  /** Quote units, exact. */
  cash: Decimal;
  /** Base units, exact; negative when short. */
  holding = Decimal.ZERO;
  private readonly orders = new ActiveOrders();
  private readonly onTrade: ((event: TradeEvent) => void) | undefined;
  /** `cash` and `holding` as numbers: equity is asked for at every candle. */
  private cashNumber: number;
  private holdingNumber = 0;

  constructor(options: LedgerOptions) {
    this.cash = options.startBalance;
    this.cashNumber = this.cash.toNumber();
    this.onTrade = options.onTrade;
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

  trade(tradeId: string): TradeRecord | undefined {
    return this.open.find((trade) => trade.id === tradeId);
  }

  /**
   * Takes one event in.
   * @returns the order it is about, if it is about one; the ledger forgets final orders.
   * @throws {Error} when an event speaks of an order never intended: the stream is broken.
   */
  apply(event: LedgerEvent): OrderRecord | undefined {
    switch (event.type) {
      case 'order-intended':
        return this.intend(event);
      case 'order-accepted': {
        const order = this.orders.get(event.clientOrderId);
        order.status = 'open';
        order.exchangeOrderId = event.exchangeOrderId;
        return order;
      }
      case 'order-filled':
        return this.fill(event);
      case 'order-rejected':
        return this.end(event, 'rejected');
      case 'order-canceled':
        return this.end(event, 'canceled');
      case 'exit-decided':
        this.markClosing(event.tradeId, true);
        return undefined;
      case 'signal-refused':
        this.refusals.add(event.rule, event.reason);
        return undefined;
      default:
        return event satisfies never;
    }
  }

  private intend(event: OrderIntended): OrderRecord {
    const order = new OrderRecord(event);
    this.orders.add(order);
    if (event.purpose === 'entry') this.pendingEntries += 1;
    else if (event.purpose === 'exit') this.markClosing(event.tradeId, true);
    return order;
  }

  private markClosing(tradeId: string, isClosing: boolean): void {
    const trade = this.trade(tradeId);
    if (trade !== undefined) trade.isClosing = isClosing;
  }

  /** An order will fill no more. */
  private end(event: OrderRejected | OrderCanceled, status: 'rejected' | 'canceled'): OrderRecord {
    const order = this.orders.get(event.clientOrderId);
    const { purpose, tradeId } = order.intent;
    order.status = status;
    this.orders.remove(order);
    // An entry that filled in part stopped being pending when its trade opened.
    if (purpose === 'entry' && order.filledQuantity.isZero()) {
      this.pendingEntries -= 1;
      this.refusals.add(`exchange: ${event.reason}`, event.reason);
    }
    if (purpose === 'exit') this.markClosing(tradeId, false);
    return order;
  }

  private fill(event: OrderFilled): OrderRecord {
    const order = this.orders.get(event.clientOrderId);
    const { fill } = event;
    const isFirst = order.filledQuantity.isZero();
    order.addFill(fill, event.isComplete);
    if (order.intent.order.side === 'buy') {
      this.cash = this.cash.minus(fill.cost).minus(fill.fee);
      this.holding = this.holding.plus(fill.quantity);
    } else {
      this.cash = this.cash.plus(fill.cost).minus(fill.fee);
      this.holding = this.holding.minus(fill.quantity);
    }
    this.cashNumber = this.cash.toNumber();
    this.holdingNumber = this.holding.toNumber();
    if (event.isComplete) this.orders.remove(order);
    if (order.intent.purpose !== 'entry') this.exitFilled(order, event);
    else if (isFirst) this.tradeOpened(order, event.time);
    else this.trade(order.intent.tradeId)?.updateEntry();
    return order;
  }

  private tradeOpened(entry: OrderRecord, time: number): void {
    this.pendingEntries -= 1;
    const trade = new TradeRecord(entry, time);
    this.open.push(trade);
    this.onTrade?.({ type: 'trade-opened', time, trade });
  }

  private exitFilled(order: OrderRecord, event: OrderFilled): void {
    const trade = this.trade(order.intent.tradeId);
    if (trade === undefined) throw new Error(`order ${event.clientOrderId} gives back a trade that is not open`);
    trade.exit = trade.exit === undefined ? order : mergedExit(trade.exit, order, event);
    if (trade.remaining().isPositive()) return;
    this.open.splice(this.open.indexOf(trade), 1);
    const closed = trade.close(event.time);
    this.closed.push(closed);
    this.onTrade?.({ type: 'trade-closed', time: event.time, trade: closed });
  }
}

/** Several orders gave the trade back (a stop that filled in part, then an exit): sum them under the last one's name. */
function mergedExit(sum: OrderRecord, order: OrderRecord, event: OrderFilled): OrderRecord {
  if (sum === order) return order; // its second fill: already counted by the order itself
  const { price, filledQuantity, cost, fee, slippage, liquidity } = sum;
  const merged = new OrderRecord(order.intent);
  merged.exchangeOrderId = order.exchangeOrderId;
  merged.addFill({ time: event.time, price, quantity: filledQuantity, cost, fee, slippage, liquidity }, false);
  merged.addFill(event.fill, event.isComplete);
  return merged;
}
