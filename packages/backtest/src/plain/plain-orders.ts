import {
  type CandleColumns,
  Decimal,
  type EnterSignal,
  type Instrument,
  type OrderSide,
  type PendingEntry,
  type TradesView,
} from '@fathom/contracts';
import { nearestTick } from '@fathom/engine';
import type { ClosedTrades, Refusals, WholeTrades } from '@fathom/ledger';
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

/** Read instead of `Number.NaN`, which takes two look-ups until V8 has compiled them. */
const NONE = Number.NaN;
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
  private readonly closed: WholeTrades;
  private readonly lengthMs: number;
  private readonly priceFactor: number;
  private readonly hasSlippage: boolean;
  /** Orders under way. A field: it is asked for at every candle. */
  count = 0;
  /** Their trades, in the sequence the orders were sent; the first `count` of the list. */
  private readonly queue: PlainTrade[] = [];
  /** Nothing fills while the market stays above: where the highest stop rests, beyond all prices with a market order. */
  private quietAbove = Number.NEGATIVE_INFINITY;

  constructor(options: PlainOrdersOptions) {
    const { money, closed } = options;
    this.options = options;
    this.money = money;
    this.closed = closed.wholeTrades(money.terms);
    this.lengthMs = options.lengthMs;
    this.priceFactor = money.priceFactor;
    this.hasSlippage = !options.slippage.isNone;
  }

  /** Whether no order under way fills on a candle. */
  isQuiet({ open, low }: CandleColumns, row: number): boolean {
    const { quietAbove } = this;
    // With an order at the market no price is looked at: what lies in a column seldom read takes as long as all the rest.
    if (quietAbove === Number.POSITIVE_INFINITY) return false;
    return (low[row] ?? NONE) > quietAbove && (open[row] ?? NONE) > quietAbove;
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

  /** Where a trade's stop rests, or rested; undefined without one. */
  stopOf({ signal: { stopPrice } }: PlainTrade): Decimal | undefined {
    return stopPrice === undefined ? undefined : nearestTick(stopPrice, this.options.instrument);
  }

  find(tradeId: string): PlainTrade | undefined {
    const { open } = this;
    for (let i = 0; i < open.length; i += 1) if (open[i]?.id === tradeId) return open[i];
    return undefined;
  }

  /** An entry that all rules allow. */
  enter(signal: EnterSignal, key: number): void {
    this.sent += 1;
    this.queue[this.count] = new PlainTrade(signal, this.money.quantity, key, this.sent);
    this.count += 1;
    this.pendingEntries += 1;
    this.quietAbove = Number.POSITIVE_INFINITY;
  }

  /** Closes a trade for which nothing rests. */
  exit(trade: PlainTrade): void {
    trade.order = 'exit';
    this.quietAbove = Number.POSITIVE_INFINITY;
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
    for (const trade of trades) {
      trade.goesAt = Number.POSITIVE_INFINITY;
      trade.goesAtUnits = Number.POSITIVE_INFINITY;
      this.exit(trade);
    }
  }

  /**
   * The market goes through a candle on which orders may fill: market orders at its open, then stops, there or where they
   * rest.
   * @returns false, and nothing has happened, when amounts could come to more digits than are kept.
   */
  meet(columns: CandleColumns, row: number): boolean {
    const { priceFactor } = this;
    const open = columns.open[row] ?? NONE;
    const openUnits = Math.round(open * priceFactor);
    const trades = this.open.length + this.pendingEntries;
    if (openUnits / priceFactor !== open || !this.money.canTake(trades, open)) return false;
    const time = columns.openTime[row] ?? NONE;
    this.quietAbove = this.sweep(time, open, openUnits);
    if (this.count > 0) this.quietAbove = this.sweep(time + this.lengthMs - 1, columns.low[row] ?? NONE, openUnits);
    return true;
  }

  /**
   * Fills what the market reaches as it falls to `low`: market orders, which wait on no price, and stops, where they rest or at
   * the open when that is lower. Those two go one way, because what a run first does after long makes V8 throw its code away.
   * Stops sent meanwhile wait behind those that were there before, and are not reached this time.
   * @returns where the highest of the stops rests that are left.
   */
  private sweep(time: number, low: number, openUnits: number): number {
    const { queue } = this;
    const before = this.count;
    let kept = 0;
    let highest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.count; i += 1) {
      const trade = queue[i];
      if (trade === undefined) continue;
      if (i < before && low <= trade.goesAt) {
        if (trade.order === 'entry') this.entered(trade, time, openUnits);
        else this.left(trade, time, Math.min(openUnits, trade.goesAtUnits));
        continue;
      }
      queue[kept] = trade;
      kept += 1;
      highest = Math.max(highest, trade.goesAt);
    }
    this.count = kept;
    return highest;
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
    if (stopPrice !== undefined) this.protect(trade, nearestTick(stopPrice, this.options.instrument));
  }

  private protect(trade: PlainTrade, price: Decimal): void {
    trade.goesAt = price.toNumber();
    trade.goesAtUnits = this.money.priceUnits(price);
    trade.order = 'stop';
    trade.exitReason = 'stopLoss';
    this.send(trade);
  }

  private left(trade: PlainTrade, time: number, reference: number): void {
    const units = this.hasSlippage ? this.slipped(reference, 'sell') : reference;
    this.money.sell(units);
    this.open = this.open.length === 1 ? NO_TRADES : this.open.filter((one) => one !== trade);
    this.closed.push(trade, time, units, reference - units);
  }

  private send(trade: PlainTrade): void {
    this.sent += 1;
    trade.orderNumber = this.sent;
    this.queue[this.count] = trade;
    this.count += 1;
  }

  private slipped(reference: number, side: OrderSide): number {
    const { money, options } = this;
    return money.priceUnits(options.slippage.apply(Decimal.ofSafe(reference, money.terms.priceDecimals), side));
  }
}
