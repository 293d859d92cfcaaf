import {
  type CandleClosed,
  Decimal,
  type EngineEvent,
  type EnterSignal,
  type ExecutionClient,
  type ExitSignal,
  type Instrument,
  type LedgerEvent,
  type LedgerStore,
  type OrderEvent,
  type OrderPurpose,
  type OrderRequest,
  type Strategy,
  UsageError,
} from '@fathom/contracts';
import type { Ledger, OrderRecord, TradeRecord } from '@fathom/ledger';
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
 * reads no clock, so a backtest is a plain loop over `process`.
 */
export class Engine {
  private readonly options: EngineOptions;
  private readonly rules: EntryRules;
  private readonly tradeFrom: number;
  /** Of open trades that have resting orders or have been refused an exit. */
  private readonly guards: Guard[] = [];
  /** The tick is one unit of the price's last digit, as for nearly every pair. */
  private readonly isTickADigit: boolean;
  private time = 0;
  private price = Number.NaN;
  /** Tells apart trades that one candle opened. */
  private entriesOfCandle = 0;

  constructor(options: EngineOptions) {
    this.options = options;
    const { tickSize, priceDecimals } = options.instrument;
    this.isTickADigit = tickSize.equals(Decimal.of(1n, priceDecimals));
    this.rules = new EntryRules(options.instrument, options.costFactor);
    this.tradeFrom = options.tradeFrom ?? Number.NEGATIVE_INFINITY;
  }

  /** Acts on one event. */
  process(event: EngineEvent): void {
    this.time = event.time;
    switch (event.type) {
      case 'candle-closed':
        this.onCandle(event);
        return;
      case 'time-passed':
        return;
      case 'order-accepted':
      case 'order-rejected':
      case 'order-filled':
      case 'order-canceled':
        this.onOrder(event);
        return;
      default:
        event satisfies never;
    }
  }

  private onCandle(event: CandleClosed): void {
    const { strategy, ledger } = this.options;
    this.price = event.candle.close;
    const signals = strategy.onCandle(event.candle, ledger);
    if (signals.length === 0) return;
    this.entriesOfCandle = 0;
    for (const signal of signals) {
      if (signal.action === 'exit') this.exit(signal);
      else if (event.time >= this.tradeFrom) this.enter(signal);
    }
  }

  private enter(signal: EnterSignal): void {
    const { sizing, instrument, ledger, costFactor } = this.options;
    const equity = sizing.type === 'quantity' ? 0 : ledger.equityAt(this.price);
    const quantity = entryQuantity({ sizing, instrument, equity, price: this.price, costFactor });
    const refusal = this.rules.refusal(signal, quantity, this.price, ledger.spendable);
    if (refusal !== undefined) {
      this.record({ type: 'signal-refused', time: this.time, signal, rule: refusal.rule, reason: refusal.reason });
      return;
    }
    const candle = `${Math.floor(this.time / 60_000)}`;
    const tradeId = this.entriesOfCandle === 0 ? candle : `${candle}.${this.entriesOfCandle}`;
    this.entriesOfCandle += 1;
    const order: OrderRequest = {
      type: 'market',
      clientOrderId: `${this.options.botId}-${tradeId}-e`,
      side: 'buy',
      quantity,
      time: this.time,
    };
    this.send(order, 'entry', tradeId, signal.reason, signal);
  }

  private exit(signal: ExitSignal): void {
    const trade = this.options.ledger.trade(signal.tradeId);
    if (trade === undefined) {
      throw new UsageError(`strategy ${this.options.strategy.name} closes trade ${signal.tradeId}, which is not open`);
    }
    if (!trade.isClosing) this.leave(trade, signal.reason);
  }

  /** Closes a trade at the market, once nothing rests for it that could fill as well. */
  private leave(trade: TradeRecord, reason: string): void {
    const guard = this.guardOf(trade.id);
    if (guard?.isResting === true) {
      guard.exitReason = reason;
      this.record({ type: 'exit-decided', time: this.time, tradeId: trade.id, reason });
      this.cancelResting(guard);
      return;
    }
    const attempt = guard?.exits ?? 0;
    if (guard !== undefined) guard.exits += 1;
    const order: OrderRequest = {
      type: 'market',
      clientOrderId: `${this.options.botId}-${trade.id}-x${attempt === 0 ? '' : attempt}`,
      side: 'sell',
      quantity: trade.remaining(),
      time: this.time,
    };
    this.send(order, 'exit', trade.id, reason);
  }

  private onOrder(event: OrderEvent): void {
    const { ledger } = this.options;
    const order = this.record(event);
    if (order === undefined || event.type === 'order-accepted') return;
    if (event.type === 'order-filled' && !event.isComplete) return;
    const { purpose, tradeId } = order.intent;
    const trade = ledger.trade(tradeId);
    if (purpose === 'entry') {
      if (trade !== undefined) this.protect(trade);
      return;
    }
    this.exitEnded(order, event, trade);
  }

  /** An order that was to give a trade back is final. */
  private exitEnded(order: OrderRecord, event: OrderEvent, trade: TradeRecord | undefined): void {
    const { purpose, tradeId } = order.intent;
    const guard = this.guardOf(tradeId);
    guard?.forget(event.clientOrderId);
    if (trade === undefined) {
      if (guard === undefined) return;
      this.cancelResting(guard);
      if (!guard.isResting) this.guards.splice(this.guards.indexOf(guard), 1);
      return;
    }
    if (purpose === 'exit') {
      // Refused or canceled: the strategy decides afresh, under the next exit's id.
      if (guard === undefined) this.guards.push(new Guard(tradeId, 1));
      return;
    }
    // A trade whose stop is gone though nobody meant to close it is closed, whatever else rests for it.
    const hasLostStop = purpose === 'stop' && guard?.exitReason === undefined;
    if (guard?.isResting === true && !hasLostStop) return;
    const reason = guard?.exitReason ?? `${purpose}-${event.type === 'order-rejected' ? 'rejected' : 'canceled'}`;
    if (guard !== undefined && !guard.isResting) guard.exitReason = undefined;
    this.leave(trade, reason);
  }

  /** Rests the stop and target the entry signal asked for. */
  private protect(trade: TradeRecord): void {
    const signal = trade.entry.intent.signal;
    if (signal?.stopPrice === undefined && signal?.takeProfitPrice === undefined) return;
    const guard = new Guard(trade.id);
    this.guards.push(guard);
    const { time } = this;
    const quantity = trade.remaining();
    if (signal.stopPrice !== undefined) {
      const clientOrderId = `${this.options.botId}-${trade.id}-s`;
      guard.stopOrderId = clientOrderId;
      const price = this.tick(signal.stopPrice);
      const stop: OrderRequest = { type: 'stop-loss', clientOrderId, side: 'sell', quantity, time, price };
      this.send(stop, 'stop', trade.id, 'stopLoss');
    }
    if (signal.takeProfitPrice !== undefined) {
      const clientOrderId = `${this.options.botId}-${trade.id}-t`;
      guard.targetOrderId = clientOrderId;
      const price = this.tick(signal.takeProfitPrice);
      const target: OrderRequest = { type: 'limit', clientOrderId, side: 'sell', quantity, time, price };
      this.send(target, 'target', trade.id, 'takeProfit');
    }
  }

  private guardOf(tradeId: string): Guard | undefined {
    for (const guard of this.guards) if (guard.tradeId === tradeId) return guard;
    return undefined;
  }

  private cancelResting(guard: Guard): void {
    if (guard.stopOrderId !== undefined) this.options.execution.cancel(guard.stopOrderId);
    if (guard.targetOrderId !== undefined) this.options.execution.cancel(guard.targetOrderId);
  }

  /** The nearest price the exchange takes. */
  private tick(price: number): Decimal {
    const rounded = Decimal.rounded(price, this.options.instrument.priceDecimals);
    return this.isTickADigit ? rounded : rounded.roundTo(this.options.instrument.tickSize, 'half-even');
  }

  private send(
    order: OrderRequest,
    purpose: OrderPurpose,
    tradeId: string,
    reason: string,
    signal?: EnterSignal,
  ): void {
    const { time } = this;
    // Recorded before it is sent: a crash in between leaves an order to look for, never one nobody knows of.
    this.record(
      signal === undefined
        ? { type: 'order-intended', time, order, purpose, tradeId, reason }
        : { type: 'order-intended', time, order, purpose, tradeId, reason, signal },
    );
    this.options.execution.submit(order);
  }

  private record(event: LedgerEvent): OrderRecord | undefined {
    this.options.store?.append(event);
    return this.options.ledger.apply(event);
  }
}
