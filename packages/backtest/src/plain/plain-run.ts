import type { CandleColumns, Signal, Strategy } from '@fathom/contracts';
import { CandleLender, candleRows, RowCandle } from '@fathom/candles';
import type { EntryRules } from '@fathom/engine';
import { type Refusals, tradeMinute } from '@fathom/ledger';
import type { RunMarks } from '../run-marks.js';
import { handOver, type Heirs } from './hand-over.js';
import type { PlainMoney } from './plain-money.js';
import type { PlainOrders } from './plain-orders.js';
import { areKnown } from './plain-signals.js';
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
    // In pieces: V8 compiles a function that is called often sooner, and better, than one that loops for long.
    for (let from = 0; from < columns.length; from += OWN_ROWS) {
      const to = Math.min(from + OWN_ROWS, columns.length);
      const row = this.strategy.forgetsCandles === true ? this.lend(columns, from, to) : this.give(columns, from, to);
      if (row < to) return { row, signals: this.unplayed };
    }
    return undefined;
  }

  /** Ends it: ledger and exchange, not used so far, go on from here. */
  handOver(heirs: Heirs): void {
    handOver(this.orders, this.money, heirs);
  }

  /** To a strategy that keeps no candle: the same one, again and again. */
  private lend(columns: CandleColumns, from: number, to: number): number {
    this.lender ??= new CandleLender(columns);
    const { lender, strategy, orders } = this;
    const { candle } = lender;
    lender.show(columns);
    for (let row = from; row < to; row += 1) {
      if (!orders.isIdle && !this.meet(columns, row)) return row;
      lender.lend(row);
      const signals = strategy.onCandle(candle, orders);
      if (!this.follow(signals, columns, row)) return row;
    }
    return to;
  }

  /** To a strategy that may keep them: each its own, out of a copy of the columns, which the caller fills anew. */
  private give(columns: CandleColumns, from: number, to: number): number {
    const rows = candleRows(columns, from, to);
    const { strategy, orders } = this;
    for (let row = from; row < to; row += 1) {
      if (!orders.isIdle && !this.meet(columns, row)) return row;
      const signals = strategy.onCandle(new RowCandle(rows, row - from), orders);
      if (!this.follow(signals, columns, row)) return row;
    }
    return to;
  }

  private meet({ openTime, open, high, low }: CandleColumns, row: number): boolean {
    const opened = open[row] ?? NONE;
    const lowest = low[row] ?? NONE;
    if (this.orders.isQuiet(opened, lowest)) return true;
    return this.orders.meet(openTime[row] ?? NONE, opened, high[row] ?? NONE, lowest);
  }

  /** What comes of a candle that the strategy has seen. */
  private follow(signals: readonly Signal[], { openTime, close }: CandleColumns, row: number): boolean {
    const time = openTime[row] ?? NONE;
    const price = close[row] ?? NONE;
    const closeTime = time + this.lengthMs;
    if (signals.length > 0 && !this.act(signals, price, closeTime)) return false;
    if (time >= this.tradeFrom) {
      const { cash, held } = this.money;
      this.marks.mark(time, closeTime, price, cash + held * price, held !== 0);
    }
    return true;
  }

  /** @returns false, and nothing has happened, when something is wanted that a plain run cannot do. */
  private act(signals: readonly Signal[], price: number, time: number): boolean {
    const { orders } = this;
    if (!areKnown(signals, orders)) {
      this.unplayed = signals;
      return false;
    }
    let fromStops: PlainTrade[] | undefined;
    for (let i = 0; i < signals.length; i += 1) {
      const signal = signals[i];
      if (signal === undefined) continue;
      if (signal.action === 'enter') {
        // A candle that opens at `tradeFrom` is the first whose close may be traded on.
        if (time - this.lengthMs >= this.tradeFrom) this.enter(signal, price, time);
        continue;
      }
      const trade = signal.action === 'exit' ? orders.find(signal.tradeId) : undefined;
      if (trade === undefined || trade.isClosing) continue;
      trade.isClosing = true;
      trade.exitReason = signal.reason;
      trade.exitDecidedAt = time;
      if (trade.order === 'stop') (fromStops ??= []).push(trade);
      else orders.exit(trade);
    }
    if (fromStops !== undefined) orders.exitFromStops(fromStops);
    return true;
  }

  private enter(signal: Signal & { readonly action: 'enter' }, price: number, time: number): void {
    const { rules, refusals } = this.options;
    const { quantity, cash } = this.money;
    const refusal = rules.refusal(signal, quantity, price, cash);
    if (refusal === undefined) this.orders.enter(signal, tradeMinute(time), time);
    else refusals.add(refusal.rule, refusal.reason);
  }
}
