import { Decimal, type Fill, type OrderPurpose, type OrderRequest } from '@fathom/contracts';
import type { Ledger, OrderRecord } from '@fathom/ledger';
import type { TakenOver } from '@fathom/simulator';
import type { PlainMoney } from './plain-money.js';
import type { PlainOrders } from './plain-orders.js';
import type { PlainTrade } from './plain-trade.js';

/** Who goes on. */
export interface Heirs {
  readonly ledger: Ledger;
  readonly botId: string;
  /** `BTC/USD`. */
  readonly pair: string;
  /** When the newest candle closed, milliseconds since 1970 UTC, and at what price. */
  readonly time: number;
  readonly lastClose: number;
}

/**
 * Lets a ledger, not used so far, go on where a plain run stopped: it is told what happened, as it is when a bot starts
 * again.
 * @returns from what a simulated exchange goes on
 */
export function handOver(orders: PlainOrders, money: PlainMoney, heirs: Heirs): TakenOver {
  const { ledger, time, lastClose } = heirs;
  const teller = new Teller(orders, money, heirs);
  const startBalance = teller.cashBefore(orders.open);
  ledger.apply({ type: 'ledger-opened', time, mode: 'backtest', pair: heirs.pair, startBalance });
  for (const trade of orders.open) teller.tellOpen(trade);
  const requests = orders
    .underWay()
    .map((trade) => ({ request: teller.tellUnderWay(trade), number: trade.orderNumber }));
  return {
    cash: money.exactCash,
    holding: money.holding,
    submitted: orders.sent,
    orders: requests,
    time,
    lastClose,
  };
}

class Teller {
  private readonly ledger: Ledger;
  private readonly orders: PlainOrders;
  private readonly money: PlainMoney;
  private readonly botId: string;
  private readonly time: number;

  constructor(orders: PlainOrders, money: PlainMoney, { ledger, botId, time }: Heirs) {
    this.ledger = ledger;
    this.orders = orders;
    this.money = money;
    this.botId = botId;
    this.time = time;
  }

  /** What there was before these trades were bought. */
  cashBefore(trades: readonly PlainTrade[]): Decimal {
    return trades
      .map((trade) => this.entryFill(trade))
      .reduce((cash, { cost, fee }) => cash.plus(cost).plus(fee), this.money.exactCash);
  }

  /** That a trade was bought, and that its stop was taken back if it is being left. */
  tellOpen(trade: PlainTrade): void {
    const entry = this.tellEntry(trade);
    this.ledger.fill(entry, trade.openedAt, this.entryFill(trade), true);
    const price = this.orders.stopOf(trade);
    if (trade.order !== 'exit' || price === undefined) return;
    const stop = this.tellStop(trade, price);
    entry.trade?.decideExit(trade.exitReason);
    this.ledger.end(stop, 'canceled', 'canceled by client');
  }

  /** @returns the order that was sent and is not final. */
  tellUnderWay(trade: PlainTrade): OrderRecord {
    if (trade.order === 'entry') return this.tellEntry(trade);
    const stop = this.orders.stopOf(trade);
    if (trade.order === 'stop' && stop !== undefined) return this.tellStop(trade, stop);
    const { id, quantity, exitReason } = trade;
    // What is left at the market goes with the next candle, so it was decided as the newest one closed.
    const { time } = this;
    const order = { type: 'market', clientOrderId: this.idOf(id, 'x'), side: 'sell', quantity, time } as const;
    return this.tell(order, 'exit', trade, exitReason);
  }

  private tellEntry(trade: PlainTrade): OrderRecord {
    const { id, quantity, decidedAt: time, signal } = trade;
    const order = { type: 'market', clientOrderId: this.idOf(id, 'e'), side: 'buy', quantity, time } as const;
    return this.tell(order, 'entry', trade, signal.reason);
  }

  private tellStop(trade: PlainTrade, price: Decimal): OrderRecord {
    const { id, quantity, openedAt: time } = trade;
    const order = {
      type: 'stop-loss',
      clientOrderId: this.idOf(id, 's'),
      side: 'sell',
      quantity,
      time,
      price,
    } as const;
    return this.tell(order, 'stop', trade, 'stopLoss');
  }

  private tell(order: OrderRequest, purpose: OrderPurpose, trade: PlainTrade, reason: string): OrderRecord {
    const { id: tradeId, signal } = trade;
    const event = { type: 'order-intended', time: order.time, order, purpose, tradeId, reason } as const;
    this.ledger.apply(purpose === 'entry' ? { ...event, signal } : event);
    const record = this.ledger.order(order.clientOrderId);
    record.accept(purpose === 'entry' ? trade.entryNumber : trade.orderNumber);
    return record;
  }

  private entryFill({ openedAt, quantity, entryUnits, entrySlip }: PlainTrade): Fill {
    const { priceDecimals: scale } = this.money.terms;
    const price = Decimal.ofSafe(entryUnits, scale);
    const cost = price.times(quantity);
    const fee = cost.times(this.money.feeRate);
    const slippage = Decimal.ofSafe(entrySlip, scale).times(quantity);
    return { time: openedAt, price, quantity, cost, fee, liquidity: 'taker', slippage };
  }

  private idOf(tradeId: string, end: string): string {
    return `${this.botId}-${tradeId}-${end}`;
  }
}
