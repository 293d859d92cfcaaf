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
  type OrderListener,
  orderRejected,
  type OrderRequest,
  type Signal,
  type Strategy,
  UsageError,
} from '@fathom/contracts';
import { type Ledger, type OrderDraft, OrderRecord, tradeKey, type TradeRecord } from '@fathom/ledger';
import { EntryRules } from './entry-rules.js';
import { Guard } from './guard.js';
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
  /** Of open trades that have resting orders or have been refused an exit. */
  private readonly guards: Guard[] = [];
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
  }

  /** Acts on one event. */
  process(event: EngineEvent): void {
    switch (event.type) {
      case 'candle-closed':
        this.candleClosed(event.candle, event.time);
        return;
      case 'time-passed':
        this.time = event.time;
        return;
      case 'order-accepted':
        this.accepted(this.ledger.order(event.clientOrderId), event.time, event.exchangeOrderId);
        return;
      case 'order-rejected':
        this.rejected(this.ledger.order(event.clientOrderId), event.time, event.reason);
        return;
      case 'order-filled':
        this.filled(this.ledger.order(event.clientOrderId), event.time, event.fill, event.isComplete);
        return;
      case 'order-canceled':
        this.canceled(this.ledger.order(event.clientOrderId), event.time, event.reason);
        return;
      default:
        event satisfies never;
    }
  }

  /** A candle is complete. Hot: on most of them the strategy has nothing to say. */
  candleClosed(candle: Candle, time: number): void {
    const signals = this.strategy.onCandle(candle, this.ledger);
    if (signals.length > 0) this.act(signals, candle.close, time);
  }

  accepted(request: OrderRequest, time: number, exchangeOrderId: ExchangeOrderId): void {
    this.store?.append(orderAccepted(request, time, exchangeOrderId));
    this.ledger.order(request).accept(exchangeOrderId);
  }

  filled(request: OrderRequest, time: number, fill: Fill, isComplete: boolean): void {
    this.store?.append(orderFilled(request, time, fill, isComplete));
    const order = this.ledger.order(request);
    this.ledger.fill(order, time, fill, isComplete);
    if (isComplete) this.ended(order, time, 'canceled');
  }

  canceled(request: OrderRequest, time: number, reason: string): void {
    this.store?.append(orderCanceled(request, time, reason));
    this.lost(request, time, 'canceled', reason);
  }

  rejected(request: OrderRequest, time: number, reason: string): void {
    this.store?.append(orderRejected(request, time, reason));
    this.lost(request, time, 'rejected', reason);
  }

  private lost(request: OrderRequest, time: number, how: 'canceled' | 'rejected', reason: string): void {
    const order = this.ledger.order(request);
    this.ledger.end(order, how, reason);
    this.ended(order, time, how);
  }

  private act(signals: readonly Signal[], price: number, time: number): void {
    this.time = time;
    this.price = price;
    this.entriesOfCandle = 0;
    for (let i = 0; i < signals.length; i += 1) {
      const signal = signals[i];
      if (signal === undefined) continue;
      if (signal.action === 'exit') this.exit(signal);
      else if (time >= this.tradeFrom) this.enter(signal);
    }
  }

  private enter(signal: EnterSignal): void {
    const { ledger, time } = this;
    const { sizing, instrument, costFactor } = this.options;
    const equity = sizing.type === 'quantity' ? 0 : ledger.equityAt(this.price);
    const quantity = entryQuantity({ sizing, instrument, equity, price: this.price, costFactor });
    const refusal = this.rules.refusal(signal, quantity, this.price, ledger.spendable);
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

  /** Closes a trade at the market, once nothing rests for it that could fill as well. */
  private leave(trade: TradeRecord, reason: string): void {
    const guard = this.guardOf(trade);
    if (guard?.isResting === true) {
      guard.exitReason = reason;
      this.store?.append({ type: 'exit-decided', time: this.time, tradeId: trade.id, reason });
      trade.isClosing = true;
      this.cancelResting(guard);
      return;
    }
    const attempt = guard?.exits ?? 0;
    if (guard !== undefined) guard.exits += 1;
    this.giveBack(trade, 'market', 'exit', Decimal.ZERO, reason, attempt === 0 ? '-x' : `-x${attempt}`);
  }

  /** An order is final. */
  private ended(order: OrderRecord, time: number, how: 'canceled' | 'rejected'): void {
    this.time = time;
    const { trade } = order;
    if (order.purpose !== 'entry') this.exitEnded(order, trade, how);
    else if (trade !== undefined) this.protect(trade);
  }

  /** An order that was to give a trade back is final. */
  private exitEnded(order: OrderRecord, trade: TradeRecord | undefined, how: 'canceled' | 'rejected'): void {
    const guard = trade === undefined ? undefined : this.guardOf(trade);
    guard?.forget(order);
    if (trade === undefined || !trade.isOpen) {
      if (guard === undefined) return;
      this.cancelResting(guard);
      if (!guard.isResting) this.guards.splice(this.guards.indexOf(guard), 1);
      return;
    }
    const { purpose } = order;
    if (purpose === 'exit') {
      // Refused or canceled: the strategy decides afresh, under the next exit's id.
      if (guard === undefined) this.guardFor(trade).exits = 1;
      return;
    }
    // A trade whose stop is gone though nobody meant to close it is closed, whatever else rests for it.
    const hasLostStop = purpose === 'stop' && guard?.exitReason === undefined;
    if (guard?.isResting === true && !hasLostStop) return;
    const reason = guard?.exitReason ?? `${purpose}-${how}`;
    if (guard !== undefined && !guard.isResting) guard.exitReason = undefined;
    this.leave(trade, reason);
  }

  /** Rests the stop and target the entry signal asked for. */
  private protect(trade: TradeRecord): void {
    const { signal } = trade.entry;
    if (signal?.stopPrice === undefined && signal?.takeProfitPrice === undefined) return;
    const guard = this.guardFor(trade);
    if (signal.stopPrice !== undefined) {
      const price = this.tick(signal.stopPrice);
      guard.stop = this.giveBack(trade, 'stop-loss', 'stop', price, 'stopLoss', '-s');
    }
    if (signal.takeProfitPrice !== undefined) {
      const price = this.tick(signal.takeProfitPrice);
      guard.target = this.giveBack(trade, 'limit', 'target', price, 'takeProfit', '-t');
    }
  }

  private guardFor(trade: TradeRecord): Guard {
    const guard = new Guard(trade);
    this.guards.push(guard);
    return guard;
  }

  private guardOf(trade: TradeRecord): Guard | undefined {
    const { guards } = this;
    for (let i = 0; i < guards.length; i += 1) if (guards[i]?.trade === trade) return guards[i];
    return undefined;
  }

  private cancelResting(guard: Guard): void {
    if (guard.stop !== undefined) this.options.execution.cancel(guard.stop);
    if (guard.target !== undefined) this.options.execution.cancel(guard.target);
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
    this.options.execution.submit(order);
    return order;
  }
}
