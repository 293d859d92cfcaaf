import { type Candle, type CandleColumns, intervalMs } from '@fathom/contracts';
import { candleRows, type GapMap, RowCandle } from '@fathom/candles';
import { type EquityCurve, Ledger } from '@fathom/ledger';
import type { Simulator, TakenOver } from '@fathom/simulator';
import { type BacktestOptions, botIdOf } from './backtest-options.js';
import { type Machinery, machineryOf } from './machinery.js';
import { OWN_ROWS, type PlainRun, type PlainStop } from './plain/plain-run.js';
import { plainRun } from './plain/plain-run-of.js';
import { RunMarks } from './run-marks.js';

/**
 * One strategy over one market: engine, simulated exchange and ledger, driven by candles as fast as they come.
 * Feed candles oldest first, in as many chunks as you like; read the outcome whenever you like. The same candles
 * and options give the same outcome, to the last digit.
 */
export class Backtest {
  readonly options: BacktestOptions;
  private readonly books: Ledger;
  /** Made when something is wanted that a plain run cannot do, because most runs do without. */
  private machinery: Machinery | undefined = undefined;
  private readonly marks: RunMarks;
  private readonly lengthMs: number;
  private readonly tradeFrom: number;
  /** While all that is wanted are plain trades, and nobody has asked for more than the curve. */
  private plain: PlainRun | undefined;
  /** What a plain run has left the exchange with. */
  private takenOver: TakenOver | undefined = undefined;
  private played = 0;
  /** When the newest candle of a plain run closed, and at what price. */
  private newestTime = Number.NaN;
  private newestPrice = Number.NaN;

  constructor(options: BacktestOptions) {
    const { instrument, balance, onTrade } = options;
    this.options = options;
    this.lengthMs = intervalMs(options.interval);
    this.tradeFrom = options.tradeFrom ?? Number.NEGATIVE_INFINITY;
    this.marks = new RunMarks(options.interval, balance.toNumber());
    this.books = new Ledger({
      startBalance: balance,
      costDecimals: instrument.costDecimals,
      ...(onTrade && { onTrade }),
    });
    this.plain = plainRun(options, this.marks, this.books);
  }

  get ledger(): Ledger {
    this.endPlainRun();
    return this.books;
  }

  /** Candles in which the assumed order of events decided something: none in a plain run, whose orders have no rivals. */
  get ambiguousCandles(): number {
    return this.machinery?.exchange.ambiguousCandles ?? 0;
  }

  /** Candles missing between those that counted. */
  get gaps(): GapMap {
    return this.marks.gaps;
  }

  /** Equity at every candle's close from `tradeFrom` on; undefined until there was one. */
  get curve(): EquityCurve | undefined {
    return this.marks.curve;
  }

  /** First candle that counted (warm-up left out). */
  get first(): Pick<Candle, 'openTime' | 'close'> | undefined {
    return this.marks.first;
  }

  /** Close of the last candle that counted; NaN until there was one. */
  get lastClose(): number {
    return this.marks.lastClose;
  }

  /** Candles played, warm-up included. */
  get candles(): number {
    return this.played;
  }

  /** Plays every row of the columns, which the caller may use again afterwards. */
  feedColumns(given: CandleColumns): void {
    const { length, openTime, close } = given;
    let row = 0;
    if (this.plain !== undefined) {
      const stop = this.plain.play(given);
      row = stop?.row ?? length;
      this.played += row;
      if (row > 0) this.remember(openTime[row - 1], close[row - 1]);
      if (stop !== undefined) row += this.goOn(stop, openTime[row], close[row]);
    }
    // A strategy may keep the candles it is handed; a reader fills its columns anew.
    for (let from = row; from < length; from += OWN_ROWS) {
      const to = Math.min(from + OWN_ROWS, length);
      const rows = candleRows(given, from, to);
      for (let at = 0; at < to - from; at += 1) this.feed(new RowCandle(rows, at));
    }
  }

  /** Plays one candle: first the market moves through it, then the strategy sees it closed. */
  feed(candle: Candle): void {
    const { engine, exchange } = this.assembled();
    const { openTime, close } = candle;
    const closeTime = openTime + this.lengthMs;
    this.played += 1;
    exchange.process(candle, closeTime);
    engine.candleClosed(candle, closeTime);
    this.settle(exchange, openTime, close);
    this.options.onCandle?.(candle);
  }

  private settle(exchange: Simulator, openTime: number, close: number): void {
    const { books } = this;
    exchange.settle();
    if (openTime < this.tradeFrom) return;
    this.marks.mark(openTime, close, books.equityAt(close), books.isExposed);
  }

  private remember(openTime = Number.NaN, close = Number.NaN): void {
    this.newestTime = openTime + this.lengthMs;
    this.newestPrice = close;
  }

  /** After a plain run. @returns how many candles are played with that. */
  private goOn({ signals }: PlainStop, openTime = Number.NaN, close = Number.NaN): number {
    // The market has gone through the candle the strategy has seen, and nothing had been under way that was not met.
    if (signals !== undefined) this.remember(openTime, close);
    const { engine, exchange } = this.assembled();
    if (signals === undefined) return 0;
    this.played += 1;
    engine.decided(signals, close, openTime + this.lengthMs);
    this.settle(exchange, openTime, close);
    return 1;
  }

  /** Engine and exchange, which go on where a plain run has stopped. */
  private assembled(): Machinery {
    if (this.machinery !== undefined) return this.machinery;
    this.endPlainRun();
    const machinery = machineryOf(this.options, this.books);
    this.machinery = machinery;
    if (this.takenOver !== undefined) machinery.exchange.takeOver(this.takenOver);
    return machinery;
  }

  private endPlainRun(): void {
    const { plain } = this;
    if (plain === undefined) return;
    this.plain = undefined;
    this.takenOver = plain.handOver({
      ledger: this.books,
      botId: botIdOf(this.options),
      pair: this.options.instrument.name,
      time: this.newestTime,
      lastClose: this.newestPrice,
    });
  }
}
