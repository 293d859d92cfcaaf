import type { CandleColumns, EnterSignal, Signal, Strategy } from '@fathom/contracts';
import { CandleLender, candleRows, RowCandle } from '@fathom/candles';
import type { EntryRules } from '@fathom/engine';
import { type Refusals, tradeMinute } from '@fathom/ledger';
import type { TakenOver } from '@fathom/simulator';
import type { RunMarks } from '../run-marks.js';
import { handOver, type Heirs } from './hand-over.js';
import type { PlainMoney } from './plain-money.js';
import type { PlainOrders } from './plain-orders.js';
import { areKnown, isPlainEntry } from './plain-signals.js';
import type { PlainTrade } from './plain-trade.js';

export interface PlainRunOptions {
  readonly strategy: Strategy;
  readonly orders: PlainOrders;
  readonly money: PlainMoney;
  readonly rules: EntryRules;
  readonly refusals: Refusals;
  readonly marks: RunMarks;
  readonly lengthMs: number;
  /** First instant that may be traded, milliseconds since 1970 UTC. */
  readonly tradeFrom: number;
}

/** Why a plain run has stopped before a row. */
export interface PlainStop {
  readonly row: number;
  /** What the strategy answered on that row already; undefined when it has not seen it. */
  readonly signals: readonly Signal[] | undefined;
}

/** Rows copied at once: small enough for the processor's cache and for memory that the allocator has at hand. */
export const OWN_ROWS = 1024;
const NONE = Number.NaN;

/** Plays candles as long as nothing but plain trades is wanted of them. */
export class PlainRun {
  private readonly strategy: Strategy;
  private readonly orders: PlainOrders;
  private readonly money: PlainMoney;
  private readonly rules: EntryRules;
  private readonly refusals: Refusals;
  private readonly quantity: number;
  private readonly marks: RunMarks;
  private readonly lengthMs: number;
  private readonly tradeFrom: number;
  /** Of the piece that is played: equity at each close, and how many candles closed with something held. */
  private readonly equity = new Float64Array(OWN_ROWS);
  private exposed = 0;
  /** The first of its candles whose close is not among them yet. */
  private noted = 0;
  private unplayed: readonly Signal[] | undefined = undefined;
  private lender: CandleLender | undefined = undefined;

  constructor(options: PlainRunOptions) {
    this.strategy = options.strategy;
    this.orders = options.orders;
    this.money = options.money;
    this.rules = options.rules;
    this.refusals = options.refusals;
    this.quantity = options.money.quantity.toNumber();
    this.marks = options.marks;
    this.lengthMs = options.lengthMs;
    this.tradeFrom = options.tradeFrom;
  }

  /** Plays the columns; undefined when that went to their end. */
  play(columns: CandleColumns): PlainStop | undefined {
    const { strategy, marks, equity } = this;
    // In pieces: V8 compiles a function that is called often sooner, and better, than one that loops for long.
    for (let from = 0, to = 0; from < columns.length; from = to) {
      const counts = (columns.openTime[from] ?? NONE) >= this.tradeFrom;
      to = counts ? Math.min(from + OWN_ROWS, columns.length) : this.endOfWarmup(columns, from);
      this.exposed = 0;
      this.noted = from;
      const row = strategy.forgetsCandles === true ? this.lend(columns, from, to) : this.give(columns, from, to);
      this.note(columns.close, from, row);
      if (counts) marks.markRows(columns, from, row, equity, this.exposed);
      if (row < to) return { row, signals: this.unplayed };
    }
    return undefined;
  }

  private endOfWarmup({ openTime, length }: CandleColumns, from: number): number {
    const end = Math.min(from + OWN_ROWS, length);
    for (let row = from; row < end; row += 1) if ((openTime[row] ?? NONE) >= this.tradeFrom) return row;
    return end;
  }

  /** Ends it: the ledger, not used so far, goes on from here. @returns from what the exchange does */
  handOver(heirs: Heirs): TakenOver {
    return handOver(this.orders, this.money, heirs);
  }

  /** To a strategy that keeps no candle: the same one, again and again. */
  private lend(columns: CandleColumns, from: number, to: number): number {
    this.lender ??= new CandleLender(columns);
    const { lender, strategy, orders } = this;
    const { candle, lend } = lender;
    lender.show(columns);
    for (let row = from; row < to; row += 1) {
      if (orders.count > 0 && !this.meet(columns, row, from)) return row;
      lend(row);
      const signals = strategy.onCandle(candle, orders);
      if (signals.length > 0 && !this.act(signals, columns, row)) return row;
    }
    return to;
  }

  /** To a strategy that may keep them: each its own, out of a copy of the columns, which the caller fills anew. */
  private give(columns: CandleColumns, from: number, to: number): number {
    const rows = candleRows(columns, from, to);
    const { strategy, orders } = this;
    for (let row = from; row < to; row += 1) {
      if (orders.count > 0 && !this.meet(columns, row, from)) return row;
      const signals = strategy.onCandle(new RowCandle(rows, row - from), orders);
      if (signals.length > 0 && !this.act(signals, columns, row)) return row;
    }
    return to;
  }

  private meet(columns: CandleColumns, row: number, first: number): boolean {
    const { orders } = this;
    if (orders.isQuiet(columns, row)) return true;
    this.note(columns.close, first, row);
    return orders.meet(columns, row);
  }

  /** What the account was worth as each candle before `end` closed, none of which moved anything but the price. */
  private note(close: Float64Array, first: number, end: number): void {
    const { equity, noted } = this;
    const { cash, held } = this.money;
    this.noted = end;
    for (let row = noted; row < end; row += 1) equity[row - first] = cash + held * (close[row] ?? NONE);
    if (held !== 0) this.exposed += end - noted;
  }

  /** @returns false, and nothing has happened, when something is wanted that a plain run cannot do. */
  private act(signals: readonly Signal[], { openTime, close }: CandleColumns, row: number): boolean {
    const { orders } = this;
    // Of a single one that is found out when its turn comes.
    if (signals.length > 1 && !areKnown(signals, orders)) return this.leaveTo(signals);
    let fromStops: PlainTrade[] | undefined;
    for (let i = 0; i < signals.length; i += 1) {
      const signal = signals[i];
      if (signal?.action === 'enter') {
        if (!isPlainEntry(signal)) return this.leaveTo(signals);
        this.enter(signal, close[row] ?? NONE, openTime[row] ?? NONE);
        continue;
      }
      const trade = signal?.action === 'exit' ? orders.find(signal.tradeId) : undefined;
      if (signal === undefined || trade === undefined) return this.leaveTo(signals);
      if (trade.isClosing) continue;
      trade.isClosing = true;
      trade.exitReason = signal.reason;
      if (trade.order === 'stop') (fromStops ??= []).push(trade);
      else orders.exit(trade);
    }
    if (fromStops !== undefined) orders.exitFromStops(fromStops);
    return true;
  }

  private leaveTo(signals: readonly Signal[]): false {
    this.unplayed = signals;
    return false;
  }

  private enter(signal: EnterSignal, price: number, openTime: number): void {
    // A candle that opens at `tradeFrom` is the first whose close may be traded on.
    if (openTime < this.tradeFrom) return;
    const { rules, money } = this;
    const { cash } = money;
    if (rules.allowLong(this.quantity, price, cash)) {
      this.orders.enter(signal, tradeMinute(openTime + this.lengthMs));
      return;
    }
    const refusal = rules.refusal(signal, money.quantity, price, cash);
    if (refusal !== undefined) this.refusals.add(refusal.rule, refusal.reason);
  }
}
