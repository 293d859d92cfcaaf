import {
  Decimal,
  type EnterSignal,
  type Instrument,
  type OrderSide,
  type PendingEntry,
  type TradesView,
} from '@fathom/contracts';
import { nearestTick } from '@fathom/engine';
import type { ClosedTrades, Refusals } from '@fathom/ledger';
import type { Slippage } from '@fathom/simulator';
import type { PlainMoney } from './plain-money.js';
import { PlainTrade } from './plain-trade.js';

export interface PlainOrdersOptions {
  readonly money: PlainMoney;
  readonly slippage: Slippage;
  readonly instrument: Instrument;
  readonly lengthMs: number;
  readonly closed: ClosedTrades;
  readonly refusals: Refusals;
}

const NO_TRADES: readonly PlainTrade[] = Object.freeze([]);

/**
 * What engine, simulated exchange and ledger do together for trades that are bought at the market, have at most a stop,
 * and are given back at the market: the same decisions in the same sequence, without an object for each step of an order.
 * `plain-run.test.ts` holds it to what the three of them do.
 */
export class PlainOrders implements TradesView {
  /** A new list whenever one opens or closes. */
  open: readonly PlainTrade[] = NO_TRADES;
  pendingEntries = 0;
  /** Orders sent so far: the simulated exchange numbers them. */
  sent = 0;
  private readonly options: PlainOrdersOptions;
  private readonly money: PlainMoney;
  private readonly closed: ClosedTrades;
  private readonly lengthMs: number;
  private readonly priceFactor: number;
  private readonly hasSlippage: boolean;
  /** The number that `closed` has given the digits of our amounts. */
  private readonly scales: number;
  /** Trades with an order under way, in the sequence the orders were sent; the first `count` of the list. */
  private readonly queue: PlainTrade[] = [];
  private count = 0;

  constructor(options: PlainOrdersOptions) {
    const { money, closed } = options;
    this.options = options;
    this.money = money;
    this.closed = closed;
    this.lengthMs = options.lengthMs;
    this.priceFactor = money.priceFactor;
    this.hasSlippage = !options.slippage.isNone;
    this.scales = closed.scalesOf({ ...money.scales, slippage: money.scales.cost });
  }

  get isIdle(): boolean {
    return this.count === 0;
  }

  /** Trades with an order under way, in the sequence the orders were sent. */
  underWay(): readonly PlainTrade[] {
    return this.queue.slice(0, this.count);
  }

  /** Made when asked for. */
  get pending(): readonly PendingEntry[] {
    return this.underWay()
      .filter(({ order }) => order === 'entry')
      .map(({ id, side, quantity, decidedAt }) => ({
        tradeId: id,
        side,
        quantity,
        filledQuantity: Decimal.ZERO,
        limitPrice: undefined,
        decidedAt,
      }));
  }

  find(tradeId: string): PlainTrade | undefined {
    const { open } = this;
    for (let i = 0; i < open.length; i += 1) if (open[i]?.id === tradeId) return open[i];
    return undefined;
  }

  /** An entry that all rules allow. */
  enter(signal: EnterSignal, key: number, time: number): void {
    const trade = new PlainTrade(signal, this.money.quantity, key, time);
    this.pendingEntries += 1;
    this.send(trade);
    trade.entryNumber = trade.orderNumber;
  }

  /** Closes a trade for which nothing rests. */
  exit(trade: PlainTrade): void {
    trade.order = 'exit';
    this.send(trade);
  }

  /** Takes the stops of these trades back and closes them, which the exchange confirms after all else that was sent. */
  exitFromStops(trades: readonly PlainTrade[]): void {
    const { queue } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i += 1) {
      const trade = queue[i];
      if (trade === undefined || trades.includes(trade)) continue;
      queue[kept] = trade;
      kept += 1;
    }
    this.count = kept;
    for (const trade of trades) this.exit(trade);
  }

  /**
   * The market goes through a candle with orders under way: market orders fill at its open, then stops, there or where
   * they rest. Times in milliseconds since 1970 UTC.
   * @returns false, and nothing has happened, when amounts could come to more digits than are kept.
   */
  meet(openTime: number, open: number, high: number, low: number): boolean {
    const { money } = this;
    const openUnits = Math.round(open * this.priceFactor);
    if (openUnits / this.priceFactor !== open || !money.canTake(this.open.length + this.pendingEntries, high))
      return false;
    this.meetOpen(openTime, open, openUnits);
    if (this.count > 0) this.meetRange(openTime + this.lengthMs - 1, open, openUnits, low);
    return true;
  }

  private meetOpen(time: number, open: number, openUnits: number): void {
    const { queue } = this;
    const before = this.count;
    let kept = 0;
    for (let i = 0; i < before; i += 1) {
      const trade = queue[i];
      if (trade === undefined) continue;
      if (trade.order === 'entry') this.entered(trade, time, openUnits);
      else if (trade.order === 'exit') this.left(trade, time, openUnits, trade.exitReason);
      else if (open <= trade.stopPrice) this.left(trade, time, openUnits, 'stopLoss');
      else {
        queue[kept] = trade;
        kept += 1;
      }
    }
    // Behind them, stops sent meanwhile.
    for (let i = before; i < this.count; i += 1) {
      const trade = queue[i];
      if (trade === undefined) continue;
      queue[kept] = trade;
      kept += 1;
    }
    this.count = kept;
  }

  /** Only stops are left. */
  private meetRange(time: number, open: number, openUnits: number, low: number): void {
    const { queue } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i += 1) {
      const trade = queue[i];
      if (trade === undefined) continue;
      if (low <= trade.stopPrice) {
        this.left(trade, time, open <= trade.stopPrice ? openUnits : trade.stopUnits, 'stopLoss');
      } else {
        queue[kept] = trade;
        kept += 1;
      }
    }
    this.count = kept;
  }

  private entered(trade: PlainTrade, time: number, reference: number): void {
    const units = this.hasSlippage ? this.slipped(reference, 'buy') : reference;
    this.pendingEntries -= 1;
    if (!this.money.buy(units)) {
      this.options.refusals.add('exchange: insufficient funds', 'insufficient funds');
      return;
    }
    trade.openedAt = time;
    trade.entryUnits = units;
    trade.entrySlip = units - reference;
    trade.entryPrice = units / this.priceFactor;
    trade.order = undefined;
    this.open = this.open.length === 0 ? [trade] : [...this.open, trade];
    const { stopPrice } = trade.signal;
    if (stopPrice !== undefined) this.protect(trade, stopPrice);
  }

  private protect(trade: PlainTrade, stopPrice: number): void {
    const price = nearestTick(stopPrice, this.options.instrument);
    trade.stopPrice = price.toNumber();
    trade.stopUnits = this.money.priceUnits(price);
    trade.order = 'stop';
    this.send(trade);
  }

  private left(trade: PlainTrade, time: number, reference: number, reason: string): void {
    const { money } = this;
    const units = this.hasSlippage ? this.slipped(reference, 'sell') : reference;
    money.sell(units);
    this.open = this.open.length === 1 ? NO_TRADES : this.open.filter((one) => one !== trade);
    const { quantityUnits, feeUnits } = money;
    const entryCost = trade.entryUnits * quantityUnits;
    const exitCost = units * quantityUnits;
    this.closed.pushWhole({
      openedAt: trade.openedAt,
      closedAt: time,
      key: trade.key,
      entryNumber: trade.entryNumber,
      exitNumber: trade.orderNumber,
      entryReason: trade.signal.reason,
      exitReason: reason,
      scales: this.scales,
      quantity: quantityUnits,
      entryPrice: trade.entryUnits,
      entryCost,
      entryFee: entryCost * feeUnits,
      entrySlippage: trade.entrySlip * quantityUnits,
      exitPrice: units,
      exitCost,
      exitFee: exitCost * feeUnits,
      exitSlippage: (reference - units) * quantityUnits,
    });
  }

  private send(trade: PlainTrade): void {
    this.sent += 1;
    trade.orderNumber = this.sent;
    this.queue[this.count] = trade;
    this.count += 1;
  }

  private slipped(reference: number, side: OrderSide): number {
    const { money, options } = this;
    return money.priceUnits(options.slippage.apply(Decimal.ofSafe(reference, money.scales.price), side));
  }
}
