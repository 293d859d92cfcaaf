import { type BookLevel, Decimal, type Instrument, type Interval, intervalMs } from '@fathom/contracts';
import { CandleHistory } from './candle-history.js';
import { DayHistory } from './day-history.js';
import type { MarketCandle, MarketTicker, SpreadRow } from './market.js';
import type { Print } from './print.js';
import { MarketBook } from './market-book.js';
import { Ring } from './ring.js';
import type { SourceStep } from './source.js';

/** Rows of REST's Spread. */
const SPREAD_ROWS = 200;

/** Everything that is known of one pair. */
export class PairMarket {
  readonly instrument: Instrument;
  readonly book: MarketBook;
  readonly #candles: CandleHistory;
  readonly #days: DayHistory;
  readonly #prints: Ring<Print>;
  readonly #spreads = new Ring<SpreadRow>(SPREAD_ROWS);
  #last: Print | undefined;
  #time = Number.NaN;

  constructor(instrument: Instrument, options: { readonly depth?: number | undefined; readonly keptPrints: number }) {
    this.instrument = instrument;
    this.book = new MarketBook(options.depth);
    this.#candles = new CandleHistory(instrument.priceDecimals);
    this.#days = new DayHistory(instrument.priceDecimals);
    this.#prints = new Ring(options.keptPrints);
  }

  /** `step` by the simulator's clock. */
  apply(step: SourceStep): void {
    this.#time = step.time;
    if (step.type === 'market-traded') {
      for (const print of step.trades) this.#print(print);
      return;
    }
    this.book.apply(step);
    this.#noteSpread(step.time);
  }

  ticker(now: number): MarketTicker {
    const bid = this.book.bids.at(0);
    const ask = this.book.asks.at(0);
    const decimals = this.instrument.quantityDecimals;
    const last = this.#last;
    const nothingPrinted: BookLevel | undefined = bid && { price: bid.price, quantity: (0).toFixed(decimals) };
    return {
      pair: this.instrument.name,
      time: Number.isNaN(this.#time) ? now : this.#time,
      bid,
      ask,
      last:
        last === undefined
          ? nothingPrinted
          : {
              price: last.price.toFixed(this.instrument.priceDecimals),
              quantity: last.quantity.toFixed(decimals),
            },
      day: this.#days.lastDay(now),
      today: this.#days.today(now),
    };
  }

  candles(now: number, interval: Interval, since: number): MarketCandle[] {
    return this.#candles.upTo(now, interval).filter(({ openTime }) => openTime + intervalMs(interval) > since);
  }

  newestCandle(interval: Interval): MarketCandle | undefined {
    return this.#candles.newest(interval);
  }

  prints(sinceNs: bigint | undefined, count: number): Print[] {
    if (sinceNs === undefined) return this.#prints.slice(this.#prints.length - count, count);
    return this.#prints.slice(
      this.#prints.firstWhere(({ time }) => nanoseconds(time) > sinceNs),
      count,
    );
  }

  spreads(since: number): SpreadRow[] {
    return this.#spreads.slice(
      this.#spreads.firstWhere(({ time }) => time >= since),
      SPREAD_ROWS,
    );
  }

  #print(print: Print): void {
    this.#last = print;
    const cost = Decimal.fromNumber(print.price, this.instrument.priceDecimals).times(print.quantity);
    this.#candles.add(print, cost);
    this.#days.add(print, cost);
    this.#prints.push(print);
  }

  #noteSpread(time: number): void {
    const bid = this.book.bids.at(0)?.price;
    const ask = this.book.asks.at(0)?.price;
    const before = this.#spreads.at(this.#spreads.length - 1);
    if (bid === undefined || ask === undefined || (before?.bid === bid && before.ask === ask)) return;
    this.#spreads.push({ time, bid, ask });
  }
}

/** Milliseconds carrying microseconds, as whole nanoseconds. */
function nanoseconds(time: number): bigint {
  return BigInt(Math.round(time * 1000)) * 1000n;
}
