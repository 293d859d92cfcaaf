import type { CandleColumns, Signal, Strategy } from '@fathom/contracts';
import { CandleLender, candleRows, RowCandle } from '@fathom/candles';
import type { EntryRules } from '@fathom/engine';
import { type Refusals, tradeMinute } from '@fathom/ledger';
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
export const OWN_ROWS = 512;
const NONE = Number.NaN;

/** Plays candles as long as nothing but plain trades is wanted of them. */
export class PlainRun {
  private readonly options: PlainRunOptions;
  private readonly strategy: Strategy;
  private readonly orders: PlainOrders;
  private readonly money: PlainMoney;
  private readonly marks: RunMarks;
  private readonly lengthMs: number;
  private readonly tradeFrom: number;
  /** Of the piece that is played: equity at each close, and how many candles closed with something held. */
  private readonly equity = new Float64Array(OWN_ROWS);
  private exposed = 0;
  private unplayed: readonly Signal[] | undefined = undefined;
  private lender: CandleLender | undefined = undefined;

  constructor(options: PlainRunOptions) {
    this.options = options;
    this.strategy = options.strategy;
    this.orders = options.orders;
    this.money = options.money;
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
      const row = strategy.forgetsCandles === true ? this.lend(columns, from, to) : this.give(columns, from, to);
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

  /** Ends it: ledger and exchange, not used so far, go on from here. */
  handOver(heirs: Heirs): void {
    handOver(this.orders, this.money, heirs);
  }

  /** To a strategy that keeps no candle: the same one, again and again. */
  private lend(columns: CandleColumns, from: number, to: number): number {
    this.lender ??= new CandleLender(columns);
    const { lender, strategy, orders } = this;
    const { close } = columns;
    const { candle } = lender;
    lender.show(columns);
    for (let row = from; row < to; row += 1) {
      if (!orders.isIdle && !this.meet(columns, row)) return row;
      lender.lend(row);
      const signals = strategy.onCandle(candle, orders);
      if (signals.length > 0 && !this.act(signals, columns, row)) return row;
      this.note(row - from, close[row] ?? NONE);
    }
    return to;
  }

  /** To a strategy that may keep them: each its own, out of a copy of the columns, which the caller fills anew. */
  private give(columns: CandleColumns, from: number, to: number): number {
    const rows = candleRows(columns, from, to);
    const { strategy, orders } = this;
    const { close } = columns;
    for (let row = from; row < to; row += 1) {
      if (!orders.isIdle && !this.meet(columns, row)) return row;
      const signals = strategy.onCandle(new RowCandle(rows, row - from), orders);
      if (signals.length > 0 && !this.act(signals, columns, row)) return row;
      this.note(row - from, close[row] ?? NONE);
    }
    return to;
  }

  private meet({ openTime, open, high, low }: CandleColumns, row: number): boolean {
    const opened = open[row] ?? NONE;
    const lowest = low[row] ?? NONE;
    if (this.orders.isQuiet(opened, lowest)) return true;
    return this.orders.meet(openTime[row] ?? NONE, opened, high[row] ?? NONE, lowest);
  }

  /** What the account is worth as a candle closes. */
  private note(index: number, price: number): void {
    const { cash, held } = this.money;
    this.equity[index] = cash + held * price;
    if (held !== 0) this.exposed += 1;
  }

  /** @returns false, and nothing has happened, when something is wanted that a plain run cannot do. */
  private act(signals: readonly Signal[], { openTime, close }: CandleColumns, row: number): boolean {
    const { orders } = this;
    const price = close[row] ?? NONE;
    const time = openTime[row] ?? NONE;
    // Of a single one that is found out when its turn comes.
    if (signals.length > 1 && !areKnown(signals, orders)) return this.leaveTo(signals);
    let fromStops: PlainTrade[] | undefined;
    for (let i = 0; i < signals.length; i += 1) {
      const signal = signals[i];
      if (signal?.action === 'enter') {
        if (!isPlainEntry(signal)) return this.leaveTo(signals);
        // A candle that opens at `tradeFrom` is the first whose close may be traded on.
        if (time >= this.tradeFrom) this.enter(signal, price, time + this.lengthMs);
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

  private enter(signal: Signal & { readonly action: 'enter' }, price: number, time: number): void {
    const { rules, refusals } = this.options;
    const { quantity, cash } = this.money;
    const refusal = rules.refusal(signal, quantity, price, cash);
    if (refusal === undefined) this.orders.enter(signal, tradeMinute(time));
    else refusals.add(refusal.rule, refusal.reason);
  }
}
