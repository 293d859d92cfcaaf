import { Decimal, type LedgerEvent, type OrderFilled, type TradeEvent, type TradesView } from '@fathom/contracts';
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
  /** Orders that are not final yet, by client order id. */
  private readonly orders = new Map<string, OrderRecord>();
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

  /** The order while it is not final, else undefined. */
  order(clientOrderId: string): OrderRecord | undefined {
    return this.orders.get(clientOrderId);
  }

  trade(tradeId: string): TradeRecord | undefined {
    return this.open.find((trade) => trade.id === tradeId);
  }

  /** @throws {Error} when an event speaks of an order never intended: the stream is broken. */
  apply(event: LedgerEvent): void {
    switch (event.type) {
      case 'order-intended':
        this.orders.set(event.order.clientOrderId, new OrderRecord(event));
        if (event.purpose === 'entry') this.pendingEntries += 1;
        else if (event.purpose === 'exit') this.markClosing(event.tradeId, true);
        return;
      case 'exit-decided':
        this.markClosing(event.tradeId, true);
        return;
      case 'order-accepted': {
        const order = this.known(event.clientOrderId);
        order.status = 'open';
        order.exchangeOrderId = event.exchangeOrderId;
        return;
      }
      case 'order-filled':
        this.fill(event);
        return;
      case 'order-rejected':
        this.end(this.known(event.clientOrderId), event.reason).status = 'rejected';
        return;
      case 'order-canceled':
        this.end(this.known(event.clientOrderId), event.reason).status = 'canceled';
        return;
      case 'signal-refused':
        this.refusals.add(event.rule, event.reason);
        return;
      default:
        event satisfies never;
    }
  }

  private known(clientOrderId: string): OrderRecord {
    const order = this.orders.get(clientOrderId);
    if (order === undefined) throw new Error(`no order ${clientOrderId} was intended`);
    return order;
  }

  private markClosing(tradeId: string, isClosing: boolean): void {
    const trade = this.trade(tradeId);
    if (trade !== undefined) trade.isClosing = isClosing;
  }

  private end(order: OrderRecord, reason: string): OrderRecord {
    this.orders.delete(order.intent.order.clientOrderId);
    // An entry that filled in part stopped being pending when its trade opened.
    if (order.intent.purpose === 'entry' && order.filledQuantity.isZero()) {
      this.pendingEntries -= 1;
      this.refusals.add(`exchange: ${reason}`, reason);
    }
    if (order.intent.purpose === 'exit') this.markClosing(order.intent.tradeId, false);
    return order;
  }

  private fill(event: OrderFilled): void {
    const order = this.known(event.clientOrderId);
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
    if (event.isComplete) this.orders.delete(event.clientOrderId);
    if (order.intent.purpose !== 'entry') this.exitFilled(order, event);
    else if (isFirst) this.tradeOpened(order, event.time);
    else this.trade(order.intent.tradeId)?.updateEntry();
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
