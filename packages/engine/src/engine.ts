import {
  type Candle,
  type CommandGiven,
  type EngineEvent,
  type ExchangeOrderId,
  type FeeCharged,
  type Fill,
  orderAccepted,
  orderAmended,
  orderAmendRefused,
  orderCanceled,
  type OrderChange,
  orderFilled,
  orderLost,
  orderRejected,
  type OrderRequest,
  orderUnknown,
  type PositionLiquidated,
  type Signal,
  type Strategy,
} from '@fathom/contracts';
import type { EndStatus, Ledger, OrderRecord } from '@fathom/ledger';
import { Amendments } from './amendments.js';
import { Desk } from './desk.js';
import type { EngineOptions } from './engine-options.js';
import { Entries } from './entries.js';
import { Exits } from './exits.js';
import { Guards } from './guards.js';
import { HeldGuards } from './held-guards.js';
import { type NewsListener, OrderNews } from './order-news.js';
import { OrderSearch } from './order-search.js';

/**
 * The synchronous heart: one event in, orders out through the execution port. Each event is finished
 * before the next begins; what becomes of an order comes back as an event. It waits for nothing and
 * reads no clock, so a backtest is a plain loop.
 *
 * Events come through `process`, from whoever reads them off a wire; an exchange in the same process calls what
 * `process` calls, and spares both sides the event.
 */
export class Engine implements NewsListener {
  private readonly desk: Desk;
  private readonly ledger: Ledger;
  private readonly strategy: Strategy;
  private readonly tradeFrom: number;
  private readonly search: OrderSearch;
  private readonly news: OrderNews;
  private readonly entries: Entries;
  private readonly exits: Exits;
  private readonly amendments: Amendments;
  private readonly held: HeldGuards;
  /** Something is to be done with a candle before the strategy sees it. */
  private readonly isWatchful: boolean;

  constructor(options: EngineOptions) {
    const desk = new Desk(options);
    const guards = new Guards(desk, options.guards);
    this.desk = desk;
    this.ledger = options.ledger;
    this.strategy = options.strategy;
    this.tradeFrom = options.tradeFrom ?? Number.NEGATIVE_INFINITY;
    this.search = new OrderSearch((id) => this.look(id), options.search);
    this.news = new OrderNews(this.ledger, this.search, this);
    this.entries = new Entries(desk, this.search, options);
    this.exits = new Exits(desk, guards, options.strategy.name);
    this.amendments = new Amendments(desk, this.exits, options.strategy.name);
    this.held = new HeldGuards(desk, guards, this.exits);
    this.isWatchful = !guards.isSimulated || desk.risk !== undefined;
  }

  /**
   * Takes up where the ledger ends, once its events have been replayed: what a crash cut off is made good, and every
   * order that is not final is looked for, since nobody knows what became of it meanwhile.
   * @param time by the exchange's clock, milliseconds since 1970 UTC.
   */
  resume(time: number): void {
    const { desk, ledger } = this;
    desk.time = time;
    // What was sent within the last minute counts, whichever process sent it.
    for (const order of ledger.ordersSince(time - 60_000)) desk.risk?.orderSent(order.time);
    for (const order of ledger.activeOrders()) {
      const isUnwanted = order.purpose === 'entry' ? this.entries.isStopped(order) : order.trade?.isOpen !== true;
      if (isUnwanted) desk.execution.cancel(order);
      else if (order.asked !== undefined) desk.execution.amend?.(order, order.asked);
      this.search.begin(order.clientOrderId, time);
    }
    for (const trade of ledger.open) this.exits.takeUp(trade);
    this.exits.strayed(time);
  }

  /** Withdraws every entry and closes every open trade at the market, whatever the strategy thinks; each once. */
  leaveAll(time: number, reason: string): void {
    const { desk, ledger } = this;
    desk.time = time;
    for (const entry of ledger.entries()) desk.execution.cancel(entry);
    for (const trade of ledger.open) if (!trade.isClosing) this.exits.leave(trade, reason);
  }

  private obey({ command, about = '', time, by }: CommandGiven): void {
    const { desk, ledger } = this;
    desk.time = time;
    if (command === 'leave-all') return this.leaveAll(time, `by hand: ${by}`);
    if (command === 'close-trade') {
      const trade = ledger.trade(about);
      if (trade !== undefined && !trade.isClosing) this.exits.leave(trade, `by hand: ${by}`);
      return;
    }
    for (const order of ledger.activeOrders()) {
      if (command === 'cancel-all' || order.clientOrderId === about) desk.execution.cancel(order);
    }
  }

  /** How many orders nobody knows the fate of. */
  get unknownOrders(): number {
    return this.search.size;
  }

  /** Acts on one event. */
  process(event: EngineEvent): void {
    switch (event.type) {
      case 'candle-closed':
        this.candleClosed(event.candle, event.time, event.isLate);
        return;
      case 'quote-changed':
        this.desk.time = event.time;
        this.desk.quote.update(event);
        if (event.last !== undefined) this.held.priceSeen(event.last);
        return;
      case 'time-passed':
        this.desk.time = event.time;
        this.search.timePassed(event.time);
        this.exits.timePassed(event.time);
        return;
      case 'trading-halted':
        this.desk.keep(event);
        this.entries.withdrawStopped();
        return;
      case 'trading-resumed':
        this.desk.keep(event);
        return;
      case 'command-given':
        this.desk.keep(event);
        this.obey(event);
        return;
      case 'order-found':
        this.news.found(event);
        return;
      case 'order-absent':
        this.news.absent(event);
        return;
      case 'fee-charged':
        this.charged(event);
        return;
      case 'position-liquidated':
        this.liquidated(event);
        return;
      case 'order-accepted':
      case 'order-rejected':
      case 'order-filled':
      case 'order-canceled':
      case 'order-unknown':
      case 'order-amended':
      case 'order-amend-refused':
        this.news.told(event);
        return;
      default:
        event satisfies never;
    }
  }

  /** A candle is complete. Hot: on most of them the strategy has nothing to say. */
  candleClosed(candle: Candle, time: number, isLate = false): void {
    if (this.isWatchful) this.beforeStrategy(candle, time);
    const signals = this.strategy.onCandle(candle, this.ledger);
    if (signals.length > 0) this.act(signals, candle.close, time, isLate);
  }

  /** Does what the strategy has answered, elsewhere, on a candle that closed at `price` and `time`. */
  decided(signals: readonly Signal[], price: number, time: number): void {
    this.act(signals, price, time, false);
  }

  accepted(request: OrderRequest, time: number, exchangeOrderId: ExchangeOrderId): void {
    this.desk.store?.append(orderAccepted(request, time, exchangeOrderId));
    this.ledger.order(request).accept(exchangeOrderId);
  }

  filled(request: OrderRequest, time: number, fill: Fill, isComplete: boolean): void {
    this.desk.store?.append(orderFilled(request, time, fill, isComplete));
    const order = this.ledger.recall(request);
    const { strays } = this.ledger;
    this.ledger.fill(order, time, fill, isComplete);
    if (order.isFinal) this.ended(order, time, 'canceled');
    if (order.isOnMargin) this.cancelLiquidated();
    if (this.ledger.strays !== strays) this.exits.strayed(time);
  }

  canceled(request: OrderRequest, time: number, reason: string): void {
    this.desk.store?.append(orderCanceled(request, time, reason));
    this.over(this.ledger.order(request), time, reason === 'expired' ? 'expired' : 'canceled', reason);
  }

  rejected(request: OrderRequest, time: number, reason: string): void {
    this.desk.store?.append(orderRejected(request, time, reason));
    this.over(this.ledger.order(request), time, 'rejected', reason);
  }

  /** Never an error and never a refusal: it is looked for until it is found, or certainly lost. */
  unknown(request: OrderRequest, time: number, reason: string): void {
    this.desk.store?.append(orderUnknown(request, time, reason));
    const order = this.ledger.order(request);
    order.doubt();
    this.search.begin(order.clientOrderId, time);
  }

  lost(order: OrderRecord, time: number): void {
    this.desk.store?.append(orderLost(order, time));
    this.over(order, time, 'lost', 'lost on the way');
  }

  amended(request: OrderRequest, time: number, change: OrderChange): void {
    this.desk.keep(orderAmended(request, time, change));
  }

  amendRefused(request: OrderRequest, time: number, reason: string): void {
    this.desk.keep(orderAmendRefused(request, time, reason));
  }

  charged(event: FeeCharged): void {
    if (!this.ledger.hasSeen(event)) this.desk.keep(event);
  }

  /** What is on the exchange for a trade that is closed now is taken off. */
  liquidated(event: PositionLiquidated): void {
    if (this.ledger.hasSeen(event)) return;
    this.desk.keep(event);
    this.cancelLiquidated();
    this.exits.strayed(event.time);
  }

  private cancelLiquidated(): void {
    for (const trade of this.ledger.takeLiquidated()) this.exits.cancelAll(trade);
  }

  private look(clientOrderId: string): void {
    const order = this.ledger.find(clientOrderId);
    if (order !== undefined) this.desk.execution.find?.(order);
  }

  private over(order: OrderRecord, time: number, how: EndStatus, reason: string): void {
    this.ledger.end(order, how, reason);
    this.ended(order, time, how);
  }

  /** An order is final. */
  private ended(order: OrderRecord, time: number, how: EndStatus): void {
    this.desk.time = time;
    if (this.search.size > 0) this.search.end(order.clientOrderId);
    this.exits.ended(order, how);
  }

  private beforeStrategy(candle: Candle, time: number): void {
    const { desk, ledger } = this;
    const { close } = candle;
    desk.time = time;
    desk.price = close;
    if (desk.risk?.isNewDay(time, ledger.dayMarkedAt)) {
      desk.keep({ type: 'equity-marked', time, equity: ledger.equityAt(close) });
    }
    if (ledger.open.length > 0) this.held.candleSeen(candle);
  }

  private act(signals: readonly Signal[], price: number, time: number, isLate: boolean): void {
    this.desk.time = time;
    this.desk.price = price;
    this.entries.beginCandle();
    for (let i = 0; i < signals.length; i += 1) {
      const signal = signals[i];
      if (signal !== undefined) this.carryOut(signal, time, isLate);
    }
  }

  private carryOut(signal: Signal, time: number, isLate: boolean): void {
    switch (signal.action) {
      case 'enter':
        if (time >= this.tradeFrom) this.entries.enter(signal, isLate);
        return;
      case 'exit':
        this.exits.exit(signal);
        return;
      case 'amend':
        this.amendments.amend(signal);
        return;
      case 'withdraw':
        this.amendments.withdraw(signal);
        return;
      default:
        signal satisfies never;
    }
  }
}
