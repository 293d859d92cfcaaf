import {
  Decimal,
  type FeeCharged,
  type Fill,
  type LedgerEvent,
  type OrderRequest,
  type PendingEntry,
  type PositionLiquidated,
  type RemainderLeft,
  type TradeEvent,
  type TradesView,
} from '@fathom/contracts';
import { ActiveOrders } from './active-orders.js';
import { splitFill } from './add-fill.js';
import { Balances } from './balances.js';
import { ClosedTrades } from './closed-trades.js';
import { leftOverOrder } from './left-over-order.js';
import { liquidationOrder } from './liquidation-order.js';
import type { MarginLot, MarginTerms } from './margin-book.js';
import { orderOf } from './order-of.js';
import { pendingEntry } from './pending-entry.js';
import { Refusals } from './refusals.js';
import { SeenIds } from './seen-ids.js';
import { arrived } from './arrived.js';
import { shareFee } from './share-fee.js';
import { type EndStatus, OrderRecord, TradeRecord } from './records.js';

export interface LedgerOptions {
  /** Quote units at the start. */
  readonly startBalance: Decimal;
  /** Digits the exchange keeps of a cost, for parts of positions on margin; default 5, as of BTC/USD. */
  readonly costDecimals?: number;
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

/** What no order can give back of a trade: it is over for it, and for somebody to look at. */
export interface LeftOver {
  readonly trade: TradeRecord;
  readonly event: RemainderLeft;
}

/** A liquidation, and what of it belongs to no trade yet. */
interface Liquidation {
  readonly event: PositionLiquidated;
  readonly left: Fill;
}

const COST_DECIMALS = 5;
const NOTHING_PENDING: readonly PendingEntry[] = Object.freeze([]);

/**
 * The memory of a bot: orders, trades, cash, holdings and positions on margin. It is told what happened, either call by
 * call or by the event that was kept of it (`apply`). Replaying the same events gives the same ledger, to the last digit.
 */
export class Ledger implements TradesView {
  readonly closed = new ClosedTrades();
  /** A new list whenever one opens or closes. */
  open: readonly TradeRecord[] = [];
  pendingEntries = 0;
  /** Entries that became no trade, by the rule of ours or the word of the exchange that stopped them. */
  readonly refusals = new Refusals();
  /** Executions nobody waited for, a stop and a target both filled for one. */
  strays: readonly StrayFill[] = [];
  /** What was left over of trades, oldest first. */
  leftOvers: readonly LeftOver[] = [];
  /** Equity at the first moment seen of the newest UTC day, and when that was; NaN before the first. */
  dayEquity = Number.NaN;
  dayMarkedAt = Number.NaN;
  /** When it was opened, milliseconds since 1970 UTC; NaN where no event says so. */
  openedAt = Number.NaN;
  /** Time of the newest event that was replayed, milliseconds since 1970 UTC; minus infinity before the first. */
  newestEventAt = Number.NEGATIVE_INFINITY;
  /** Why nothing may be entered, if so. */
  haltReason: string | undefined = undefined;
  /** Entries that are not final, those that have filled in part included. */
  private entriesAtWork = 0;
  private readonly orders: ActiveOrders;
  private readonly onTrade: ((event: TradeEvent) => void) | undefined;
  private readonly balances: Balances;
  /** What the exchange has closed of trades nobody has heard of yet. */
  private readonly liquidations: Liquidation[] = [];
  private readonly liquidated: TradeRecord[] = [];
  /** Charges and liquidations counted already. */
  private readonly seen = new SeenIds();

  constructor(options: LedgerOptions) {
    this.balances = new Balances(options.startBalance, options.costDecimals ?? COST_DECIMALS);
    this.onTrade = options.onTrade;
    this.orders = new ActiveOrders(options.remembered ?? 0);
  }

  /** Quote units, exact. */
  get cash(): Decimal {
    return this.balances.cash;
  }

  /** Base units of one's own, exact; below zero only when more was sold than was there. */
  get holding(): Decimal {
    return this.balances.holding;
  }

  /** Base units on margin, exact; below zero when short. */
  get position(): Decimal {
    return this.balances.position;
  }

  /** Base units that orders of `side` trades may give back at most: what is held, or on margin held or owed; never below zero. */
  heldFor({ side, isOnMargin }: Pick<TradeRecord, 'side' | 'isOnMargin'>): Decimal {
    const { holding, position } = this;
    const signed = isOnMargin ? position : holding;
    const held = side === 'long' ? signed : signed.negated();
    return held.isNegative() ? Decimal.ZERO : held;
  }

  /** What is open on margin, oldest first. */
  get lots(): readonly MarginLot[] {
    return this.balances.lots;
  }

  /** Own money that backs what is open on margin, quote units. */
  get usedMargin(): number {
    return this.balances.usedMargin;
  }

  /** Quote units free to spend, as a double. */
  get spendable(): number {
    return this.balances.cashAsNumber;
  }

  /** True while anything is held or owed. */
  get isExposed(): boolean {
    return this.balances.isExposed;
  }

  /** Cash, holdings and positions at `price`, as a double: for curves and sizing, not for books. */
  equityAt(price: number): number {
    return this.balances.equityAt(price);
  }

  /** Cash, holdings and positions at `price`, exact. */
  exactEquityAt(price: Decimal): Decimal {
    return this.balances.exactEquityAt(price);
  }

  /** Whether the trade of that name is over because no order could give back what it held. */
  isLeftOver(tradeId: string): boolean {
    return this.leftOvers.some(({ trade }) => trade.id === tradeId && !trade.isOpen);
  }

  /** What everything that was left over has gained since, at `price`, quote units; undefined when there is nothing. */
  leftOverGainAt(price: Decimal): Decimal | undefined {
    if (this.leftOvers.length === 0) return undefined;
    return this.leftOvers.reduce((sum, { trade, event }) => {
      const move = price.minus(event.price).times(event.quantity);
      return trade.side === 'long' ? sum.plus(move) : sum.minus(move);
    }, Decimal.ZERO);
  }

  /** What is held and what is owed at `price`, both counted as above zero, quote units. */
  exposureAt(price: number): number {
    return this.balances.exposureAt(price);
  }

  /** Made when asked for. */
  get pending(): readonly PendingEntry[] {
    return this.entriesAtWork === 0 ? NOTHING_PENDING : this.entries().map(pendingEntry);
  }

  /** Orders of entries that may still fill, oldest first. */
  entries(): OrderRecord[] {
    if (this.entriesAtWork === 0) return [];
    return this.orders.active().filter(({ purpose }) => purpose === 'entry');
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

  /** Names of the executions that are booked, as far as orders are remembered. Made anew each time. */
  fillIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const order of this.orders.all()) for (const id of order.fillNames) ids.add(id);
    return ids;
  }

  /** Orders sent from an instant on, as far as they are remembered. */
  ordersSince(time: number): OrderRecord[] {
    return this.orders.all().filter((order) => order.time >= time);
  }

  /** Orders that are not final, oldest first. */
  activeOrders(): OrderRecord[] {
    return this.orders.active();
  }

  /** Whether a charge or liquidation is counted already. */
  hasSeen(event: FeeCharged | PositionLiquidated): boolean {
    return this.seen.has(idOf(event));
  }

  /**
   * Takes one event in.
   * @throws {Error} when an event speaks of an order never intended: the stream is broken.
   */
  apply(event: LedgerEvent): void {
    if (event.time > this.newestEventAt) this.newestEventAt = event.time;
    switch (event.type) {
      case 'ledger-opened':
        this.openedAt = event.time;
        this.balances.restart(event.startBalance, event.costDecimals);
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
        this.end(this.order(event.clientOrderId), event.reason === 'expired' ? 'expired' : 'canceled', event.reason);
        return;
      case 'order-unknown':
        this.order(event.clientOrderId).doubt();
        return;
      case 'order-lost':
        this.end(this.order(event.clientOrderId), 'lost', 'lost on the way');
        return;
      case 'amend-intended':
        this.order(event.clientOrderId).ask(event.change);
        return;
      case 'order-amended':
        this.order(event.clientOrderId).change(event.change);
        return;
      case 'order-amend-refused':
        this.order(event.clientOrderId).keepPrices();
        return;
      case 'exit-decided':
        this.trade(event.tradeId)?.decideExit(event.reason);
        return;
      case 'guard-moved':
        this.trade(event.tradeId)?.moveGuard(event.guard, event.price);
        return;
      case 'signal-refused':
        this.refusals.add(event.rule, event.reason);
        return;
      case 'equity-marked':
        this.dayEquity = event.equity;
        this.dayMarkedAt = event.time;
        return;
      case 'fee-charged':
        this.charge(event);
        return;
      case 'position-liquidated':
        this.liquidate(event);
        return;
      case 'remainder-left':
        this.leaveOver(event);
        return;
      case 'trading-halted':
        this.haltReason = event.reason;
        return;
      case 'trading-resumed':
        this.haltReason = undefined;
        return;
      case 'ledger-in-use':
        // Its time is all there is to it.
        return;
      case 'command-given':
        // What comes of it is told by events of its own.
        return;
      default:
        event satisfies never;
    }
  }

  /** An order is about to be sent. */
  intend(order: OrderRecord): void {
    this.orders.add(order);
    if (order.purpose === 'entry') {
      this.pendingEntries += 1;
      this.entriesAtWork += 1;
    } else if (order.trade !== undefined) order.trade.intend(order);
  }

  /** An order will fill no more. */
  end(order: OrderRecord, status: EndStatus, reason: string): void {
    order.end(status);
    if (order.purpose !== 'entry') {
      order.trade?.forget(order);
      return;
    }
    this.entriesAtWork -= 1;
    // An entry that filled in part stopped being pending when its trade opened.
    if (order.filled !== undefined) return;
    this.pendingEntries -= 1;
    this.refusals.ended(reason);
  }

  /** One execution, at `time`; `isComplete` when nothing of the order remains. */
  fill(order: OrderRecord, time: number, told: Fill, isComplete: boolean): void {
    const wasFinal = order.isFinal;
    const fill = arrived(told);
    order.fill(fill, isComplete, told.feeInBase);
    if (order.isOnMargin) this.balances.bookMargin(order.side, fill, marginTerms(order));
    else this.balances.bookSpot(order.side, fill);
    if (order.purpose === 'entry') this.entryFilled(order, time, fill, wasFinal);
    else this.exitFilled(order, time, fill);
    if (this.liquidations.length > 0) this.settleLiquidations();
  }

  /** A fee that belongs to no fill: shared by the trades that are open on margin, by what each of them still holds. */
  charge(event: FeeCharged): void {
    if (!this.seen.add(idOf(event))) return;
    this.balances.charge(event.fee);
    shareFee(
      event.fee,
      this.open.filter((trade) => trade.isOnMargin),
    );
  }

  /** The exchange has closed on margin by itself. */
  liquidate(event: PositionLiquidated): void {
    if (!this.seen.add(idOf(event))) return;
    this.balances.bookMargin(event.side, event.fill, { leverage: 1, isClosing: true });
    this.liquidations.push({ event, left: event.fill });
    this.settleLiquidations();
  }

  /** Nobody can give back what is left of a trade. It stays where it is, in holdings or on margin. */
  leaveOver(event: RemainderLeft): void {
    const trade = this.trade(event.tradeId);
    if (trade === undefined) return;
    this.leftOvers = [...this.leftOvers, { trade, event }];
    trade.leaveOver(event.quantity);
    const [order, fill] = leftOverOrder(event, trade);
    this.exitFilled(order, event.time, fill);
  }

  /** Trades that the exchange has closed since this was asked last. */
  takeLiquidated(): readonly TradeRecord[] {
    return this.liquidated.splice(0);
  }

  /**
   * What the exchange has closed goes to the trades that hold more than the account does, the oldest first; what is left
   * belongs to none. While fills from before are missing nobody can say, and it waits for them.
   */
  private settleLiquidations(): void {
    if (!this.balances.isMarginComplete) return;
    for (const { event, left } of this.liquidations.splice(0)) {
      let rest: Fill | undefined = left;
      for (const trade of this.open) {
        const excess = this.excess();
        if (rest === undefined || !excess.isPositive()) break;
        if (!trade.isOnMargin || (trade.side === 'short') !== (event.side === 'buy')) continue;
        const most = trade.remaining();
        const taken = upTo(rest, excess.isLessThan(most) ? excess : most);
        this.exitFilled(liquidationOrder(event, trade, taken.part), event.time, taken.part);
        if (!trade.isOpen) this.liquidated.push(trade);
        rest = taken.rest;
      }
      if (rest !== undefined) this.stray(liquidationOrder(event, undefined, rest), rest);
    }
  }

  /** Base units that trades hold on margin beyond what the account does. */
  private excess(): Decimal {
    const held = this.open
      .filter((trade) => trade.isOnMargin)
      .reduce((sum, trade) => sum.plus(trade.remaining()), Decimal.ZERO);
    return held.minus(this.position.abs());
  }

  private entryFilled(entry: OrderRecord, time: number, fill: Fill, wasFinal: boolean): void {
    if (entry.isFinal && !wasFinal) this.entriesAtWork -= 1;
    if (entry.trade === undefined) {
      // An entry that had ended without a fill is not pending any more.
      if (!wasFinal) this.pendingEntries -= 1;
      this.tradeOpened(entry, time, fill);
    } else if (entry.trade.isOpen) entry.trade.grow(entry.filled ?? fill);
    else this.stray(entry, fill);
  }

  private stray(order: OrderRecord, fill: Fill): void {
    this.strays = [...this.strays, { order, fill }];
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
      this.stray(order, fill);
      return;
    }
    const remaining = trade.remaining();
    if (remaining.isLessThan(fill.quantity)) {
      const { part, rest } = splitFill(fill, remaining);
      this.stray(order, rest);
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

function idOf(event: FeeCharged | PositionLiquidated): string {
  return event.type === 'fee-charged' ? `fee ${event.id}` : `fill ${event.fill.id ?? event.exchangeOrderId}`;
}

function marginTerms({ terms }: OrderRecord): MarginTerms {
  return { leverage: terms?.leverage ?? 1, isClosing: terms?.reduceOnly === true };
}

/** At most `quantity` of a fill, and what is left of it. */
function upTo(fill: Fill, quantity: Decimal): { readonly part: Fill; readonly rest: Fill | undefined } {
  return quantity.isLessThan(fill.quantity) ? splitFill(fill, quantity) : { part: fill, rest: undefined };
}
