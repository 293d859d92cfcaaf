import {
  type Candle,
  Decimal,
  type EngineEvent,
  type EnterSignal,
  type ExchangeOrderId,
  type ExecutionClient,
  type ExitSignal,
  type Fill,
  type Instrument,
  type LedgerStore,
  orderAccepted,
  orderCanceled,
  orderFilled,
  type OrderAbsent,
  type OrderCanceled,
  type OrderEvent,
  type OrderFilled,
  type OrderFound,
  type OrderListener,
  orderLost,
  orderRejected,
  type OrderRequest,
  orderUnknown,
  type Signal,
  type Strategy,
  UsageError,
} from '@fathom/contracts';
import { type EndStatus, type Ledger, type OrderDraft, OrderRecord, tradeKey, type TradeRecord } from '@fathom/ledger';
import { EntryRules, type Refusal } from './entry-rules.js';
import { OrderSearch, type OrderSearchOptions } from './order-search.js';
import type { RiskLimits } from './risk/limits.js';
import { Risk } from './risk/risk.js';
import { entryQuantity, type Sizing } from './sizing.js';

export interface EngineOptions {
  /** Begins every client order id, so that bots on one account tell their orders apart. */
  readonly botId: string;
  readonly strategy: Strategy;
  readonly instrument: Instrument;
  readonly execution: ExecutionClient;
  readonly ledger: Ledger;
  /** Keeps every ledger event before its consequences; none in a backtest. */
  readonly store?: LedgerStore;
  readonly sizing: Sizing;
  /** What a market entry takes in all, in units of its cost: 1.0045 with 0.4 % fee and 0.05 % slippage. */
  readonly costFactor: number;
  /** Entries decided before this instant (ms since 1970 UTC) are warm-up and become nothing. */
  readonly tradeFrom?: number;
  /** What the bot may do at most; nothing is limited when left out. */
  readonly limits?: RiskLimits;
  /** How long orders are looked for of which nobody knows. */
  readonly search?: OrderSearchOptions;
}

/**
 * The synchronous heart: one event in, orders out through the execution port. Each event is finished
 * before the next begins; what becomes of an order comes back as an event. It waits for nothing and
 * reads no clock, so a backtest is a plain loop.
 *
 * Events come through `process`, from whoever reads them off a wire; an exchange in the same process calls what
 * `process` calls, and spares both sides the event.
 */
export class Engine implements OrderListener {
  private readonly options: EngineOptions;
  private readonly ledger: Ledger;
  private readonly strategy: Strategy;
  private readonly store: LedgerStore | undefined;
  private readonly rules: EntryRules;
  private readonly tradeFrom: number;
  /** Client order ids begin with it. */
  private readonly idStart: string;
  private readonly risk: Risk | undefined;
  private readonly search: OrderSearch;
  /** The tick is one unit of the price's last digit, as for nearly every pair. */
  private readonly isTickADigit: boolean;
  private time = Number.NaN;
  private price = Number.NaN;
  /** Tells apart trades that one candle opened. */
  private entriesOfCandle = 0;

  constructor(options: EngineOptions) {
    this.options = options;
    this.ledger = options.ledger;
    this.strategy = options.strategy;
    this.store = options.store;
    this.idStart = `${options.botId}-`;
    const { tickSize, priceDecimals } = options.instrument;
    this.isTickADigit = tickSize.equals(Decimal.of(1n, priceDecimals));
    this.rules = new EntryRules(options.instrument, options.costFactor);
    this.tradeFrom = options.tradeFrom ?? Number.NEGATIVE_INFINITY;
    this.risk = options.limits === undefined ? undefined : new Risk(options.limits);
    this.search = new OrderSearch((id) => this.look(id), options.search);
  }

  /**
   * Takes up where the ledger ends, once its events have been replayed: what a crash cut off is made good, and every
   * order that is not final is looked for, since nobody knows what became of it meanwhile.
   * @param time by the exchange's clock, milliseconds since 1970 UTC.
   */
  resume(time: number): void {
    this.time = time;
    for (const order of this.ledger.activeOrders()) {
      if (order.purpose !== 'entry' && order.trade?.isOpen !== true) this.options.execution.cancel(order);
      this.search.begin(order.clientOrderId, order.time, time);
    }
    for (const trade of this.ledger.open) this.takeUp(trade);
  }

  /** Closes every open trade at the market, whatever the strategy thinks; each once. */
  leaveAll(time: number, reason: string): void {
    this.time = time;
    for (const trade of this.ledger.open) if (!trade.isClosing) this.leave(trade, reason);
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
      case 'time-passed':
        this.time = event.time;
        this.search.timePassed(event.time);
        return;
      case 'trading-halted':
      case 'trading-resumed':
        this.store?.append(event);
        this.ledger.apply(event);
        return;
      case 'order-found':
        this.found(event);
        return;
      case 'order-absent':
        this.absent(event);
        return;
      case 'order-accepted':
      case 'order-rejected':
      case 'order-filled':
      case 'order-canceled':
      case 'order-unknown':
        this.onOrder(event);
        return;
      default:
        event satisfies never;
    }
  }

  /** A candle is complete. Hot: on most of them the strategy has nothing to say. */
  candleClosed(candle: Candle, time: number, isLate = false): void {
    const signals = this.strategy.onCandle(candle, this.ledger);
    if (signals.length > 0) this.act(signals, candle.close, time, isLate);
  }

  accepted(request: OrderRequest, time: number, exchangeOrderId: ExchangeOrderId): void {
    this.store?.append(orderAccepted(request, time, exchangeOrderId));
    this.ledger.order(request).accept(exchangeOrderId);
  }

  filled(request: OrderRequest, time: number, fill: Fill, isComplete: boolean): void {
    this.store?.append(orderFilled(request, time, fill, isComplete));
    const order = this.ledger.recall(request);
    this.ledger.fill(order, time, fill, isComplete);
    if (order.isFinal) this.ended(order, time, 'canceled');
  }

  canceled(request: OrderRequest, time: number, reason: string): void {
    this.store?.append(orderCanceled(request, time, reason));
    this.over(this.ledger.order(request), time, 'canceled', reason);
  }

  rejected(request: OrderRequest, time: number, reason: string): void {
    this.store?.append(orderRejected(request, time, reason));
    this.over(this.ledger.order(request), time, 'rejected', reason);
  }

  /** Never an error and never a refusal: it is looked for until it is found, or certainly lost. */
  unknown(request: OrderRequest, time: number, reason: string): void {
    this.store?.append(orderUnknown(request, time, reason));
    const order = this.ledger.order(request);
    order.doubt();
    this.search.begin(order.clientOrderId, order.time, time);
  }

  /**
   * An exchange may tell things twice, late, or out of turn, and a search tells again what was told before. So an event
   * is only taken when it says something new of an order of ours.
   */
  private onOrder(event: OrderEvent): void {
    const order = this.ledger.find(event.clientOrderId);
    if (order === undefined) return;
    const { time } = event;
    if (event.type === 'order-filled') this.onFill(order, event);
    else if (order.isFinal) return;
    else if (event.type === 'order-unknown') this.unknown(order, time, event.reason);
    else if (event.type === 'order-rejected') this.rejected(order, time, event.reason);
    else if (event.type === 'order-canceled') this.onCancel(order, event);
    else if (order.exchangeOrderId !== event.exchangeOrderId) this.accepted(order, time, event.exchangeOrderId);
  }

  /** An order is complete when all its fills are known, not when the last one is. */
  private onFill(order: OrderRecord, { fill, time, isComplete, filledQuantity }: OrderFilled): void {
    if (order.hasFill(fill)) {
      if (isComplete && !order.isFinal) this.miss(order, time);
      return;
    }
    const known = order.filledQuantity.plus(fill.quantity);
    const isMissing = filledQuantity !== undefined && known.isLessThan(filledQuantity);
    this.filled(order, time, fill, !isMissing && (isComplete || !known.isLessThan(order.quantity)));
    if (isMissing && !order.isFinal) this.miss(order, time);
  }

  private onCancel(order: OrderRecord, { time, reason, filledQuantity }: OrderCanceled): void {
    if (filledQuantity !== undefined && order.filledQuantity.isLessThan(filledQuantity)) this.miss(order, time);
    else this.canceled(order, time, reason);
  }

  /** The exchange has told of an order that there is more to know than it has told. */
  private miss(order: OrderRecord, time: number): void {
    this.unknown(order, time, 'some of its fills are not known');
  }

  private look(clientOrderId: string): void {
    const order = this.ledger.find(clientOrderId);
    if (order !== undefined) this.options.execution.find?.(order);
  }

  /** The answer of a search holds all fills, so what it says of the end is the end. */
  private found({ clientOrderId, time, asOf, exchangeOrderId, fills, ended }: OrderFound): void {
    const order = this.ledger.find(clientOrderId);
    if (order === undefined) return;
    if (!order.isFinal && order.exchangeOrderId !== exchangeOrderId) this.accepted(order, time, exchangeOrderId);
    for (const fill of fills) {
      if (order.hasFill(fill)) continue;
      const known = order.filledQuantity.plus(fill.quantity);
      this.filled(order, time, fill, !known.isLessThan(order.quantity));
    }
    this.search.found(clientOrderId, asOf);
    if (ended !== undefined && !order.isFinal) this.canceled(order, time, ended);
  }

  private absent({ clientOrderId, asOf, time }: OrderAbsent): void {
    const order = this.ledger.find(clientOrderId);
    if (order === undefined || order.isFinal || !this.search.absent(clientOrderId, asOf)) return;
    this.store?.append(orderLost(order, time));
    this.over(order, time, 'lost', 'lost on the way');
  }

  private over(order: OrderRecord, time: number, how: EndStatus, reason: string): void {
    this.ledger.end(order, how, reason);
    this.ended(order, time, how);
  }

  private act(signals: readonly Signal[], price: number, time: number, isLate: boolean): void {
    this.time = time;
    this.price = price;
    this.entriesOfCandle = 0;
    for (let i = 0; i < signals.length; i += 1) {
      const signal = signals[i];
      if (signal === undefined) continue;
      if (signal.action === 'exit') this.exit(signal);
      else if (time >= this.tradeFrom) this.enter(signal, isLate);
    }
  }

  private enter(signal: EnterSignal, isLate: boolean): void {
    const { ledger, time } = this;
    const { sizing, instrument, costFactor } = this.options;
    const quantity =
      sizing.type === 'quantity'
        ? sizing.quantity
        : entryQuantity({ sizing, instrument, equity: ledger.equityAt(this.price), price: this.price, costFactor });
    const refusal =
      this.rules.refusal(signal, quantity, this.price, ledger.spendable) ??
      this.doubtRefusal(isLate) ??
      this.riskRefusal(signal, quantity);
    if (refusal !== undefined) {
      const { rule, reason } = refusal;
      this.store?.append({ type: 'signal-refused', time, signal, rule, reason });
      ledger.refusals.add(rule, reason);
      return;
    }
    const key = tradeKey(time, this.entriesOfCandle);
    this.entriesOfCandle += 1;
    const { reason } = signal;
    const price = Decimal.ZERO;
    this.send(
      {
        type: 'market',
        side: 'buy',
        quantity,
        price,
        time,
        purpose: 'entry',
        tradeKey: key,
        trade: undefined,
        reason,
        signal,
      },
      '-e',
    );
  }

  private exit(signal: ExitSignal): void {
    const trade = this.ledger.trade(signal.tradeId);
    if (trade === undefined) {
      throw new UsageError(`strategy ${this.strategy.name} closes trade ${signal.tradeId}, which is not open`);
    }
    if (!trade.isClosing) this.leave(trade, signal.reason);
  }

  /** What keeps a bot from entering that does not know where it, or the market, stands. */
  private doubtRefusal(isLate: boolean): Refusal | undefined {
    if (this.search.size > 0) {
      return { rule: 'unknown order', reason: `${this.search.size} order(s) may or may not be on the exchange` };
    }
    if (isLate) return { rule: 'late candle', reason: `the candle of ${this.time} was known too late` };
    const { haltReason } = this.ledger;
    if (haltReason !== undefined) return { rule: 'kill switch', reason: `trading is stopped: ${haltReason}` };
    return undefined;
  }

  private riskRefusal(signal: EnterSignal, quantity: Decimal): Refusal | undefined {
    const { risk, ledger, price, time } = this;
    if (risk === undefined) return undefined;
    const equity = ledger.equityAt(price);
    if (risk.isNewDay(time, ledger.dayMarkedAt)) {
      const marked = { type: 'equity-marked', time, equity } as const;
      this.store?.append(marked);
      ledger.apply(marked);
    }
    return risk.refusal({
      time,
      decisionPrice: signal.price,
      marketPrice: price,
      cost: price * quantity.toNumber(),
      equity,
      dayEquity: ledger.dayEquity,
      exposure: Math.abs(ledger.holding.toNumber() * price),
      openTrades: ledger.open.length,
      pendingEntries: ledger.pendingEntries,
      closed: ledger.closed,
    });
  }

  /** Closes a trade at the market, once nothing rests for it that could fill as well. */
  private leave(trade: TradeRecord, reason: string): void {
    if (trade.isResting) {
      this.store?.append({ type: 'exit-decided', time: this.time, tradeId: trade.id, reason });
      trade.decideExit(reason);
      this.cancelResting(trade);
      return;
    }
    this.giveBack(trade, 'market', 'exit', Decimal.ZERO, reason, trade.exits === 0 ? '-x' : `-x${trade.exits}`);
  }

  /** An order is final. */
  private ended(order: OrderRecord, time: number, how: EndStatus): void {
    this.time = time;
    if (this.search.size > 0) this.search.end(order.clientOrderId);
    const { trade } = order;
    if (order.purpose !== 'entry') this.exitEnded(order, trade, how);
    else if (trade !== undefined && trade.isOpen && !trade.isClosing) this.protect(trade);
  }

  /** An order that was to give a trade back is final. */
  private exitEnded({ purpose }: OrderRecord, trade: TradeRecord | undefined, how: EndStatus): void {
    if (trade === undefined) return;
    if (!trade.isOpen) {
      this.cancelResting(trade);
      return;
    }
    // Refused or canceled: the strategy decides afresh, under the next exit's id.
    if (purpose === 'exit') return;
    // A trade whose stop is gone though nobody meant to close it is closed, whatever else rests for it.
    const hasLostStop = purpose === 'stop' && trade.exitReason === undefined;
    if (trade.isResting && !hasLostStop) return;
    this.leave(trade, trade.exitReason ?? `${purpose}-${how}`);
  }

  /** Does for an open trade what a crash kept from being done. */
  private takeUp(trade: TradeRecord): void {
    if (trade.exitReason !== undefined) {
      if (trade.isResting) this.cancelResting(trade);
      else this.leave(trade, trade.exitReason);
    } else if (trade.isClosing || !trade.entry.isFinal) return;
    else if (trade.hadStop && trade.stop === undefined) this.leave(trade, 'stop-lost');
    else this.protect(trade);
  }

  /** Rests the stop and target the entry signal asked for, each once. */
  private protect(trade: TradeRecord): void {
    const { signal } = trade.entry;
    if (signal === undefined) return;
    if (signal.stopPrice !== undefined && !trade.hadStop) {
      this.giveBack(trade, 'stop-loss', 'stop', this.tick(signal.stopPrice), 'stopLoss', '-s');
    }
    if (signal.takeProfitPrice !== undefined && !trade.hadTarget) {
      this.giveBack(trade, 'limit', 'target', this.tick(signal.takeProfitPrice), 'takeProfit', '-t');
    }
  }

  private cancelResting({ stop, target }: TradeRecord): void {
    if (stop !== undefined) this.options.execution.cancel(stop);
    if (target !== undefined) this.options.execution.cancel(target);
  }

  /** The nearest price the exchange takes. */
  private tick(price: number): Decimal {
    const rounded = Decimal.rounded(price, this.options.instrument.priceDecimals);
    return this.isTickADigit ? rounded : rounded.roundTo(this.options.instrument.tickSize, 'half-even');
  }

  /** Sends an order for all that a trade still holds. */
  private giveBack(
    trade: TradeRecord,
    type: OrderRequest['type'],
    purpose: 'exit' | 'stop' | 'target',
    price: Decimal,
    reason: string,
    idEnd: string,
  ): OrderRecord {
    const { time } = this;
    const quantity = trade.remaining();
    const { tradeKey: key } = trade.entry;
    const signal = undefined;
    return this.send(
      { type, side: 'sell', quantity, price, time, purpose, tradeKey: key, trade, reason, signal },
      idEnd,
    );
  }

  private send(draft: OrderDraft, idEnd: string): OrderRecord {
    const order = new OrderRecord(draft, this.idStart, idEnd);
    // Recorded before it is sent: a crash in between leaves an order to look for, never one nobody knows of.
    this.store?.append(order.intended());
    this.ledger.intend(order);
    this.risk?.orderSent(order.time);
    this.options.execution.submit(order);
    return order;
  }
}
