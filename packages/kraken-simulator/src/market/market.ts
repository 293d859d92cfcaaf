import type { BookLevel, Decimal, Instrument, Interval } from '@fathom/contracts';
import type { BookView, DepthLevel } from './book-view.js';
import type { Print } from './print.js';

interface OfPair {
  /** `BTC/USD`. */
  readonly pair: string;
  /** By the simulator's clock, milliseconds since 1970 UTC; fractions carry microseconds. */
  readonly time: number;
}

/** Levels of one side or both; in a snapshot everything the market knows, best first, else those that changed (quantity 0 takes one away). */
export interface BookStep extends OfPair {
  readonly type: 'book-snapshot' | 'book-update';
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** Prints of one instant, oldest first. */
export interface TradeStep extends OfPair {
  readonly type: 'market-traded';
  readonly trades: readonly Print[];
}

/** What happens in the market, one thing at a time. */
export type MarketStep = BookStep | TradeStep;

/** Best prices and the last 24 hours. Prices and quantities with the pair's digits. */
export interface MarketTicker {
  readonly pair: string;
  readonly time: number;
  /** Undefined while that side of the book is empty. */
  readonly bid: BookLevel | undefined;
  readonly ask: BookLevel | undefined;
  /** Price and quantity of the last print; the best bid's price while nothing was printed; undefined before any data. */
  readonly last: BookLevel | undefined;
  readonly day: DayStatistics;
  /** Of today (UTC), as REST's Ticker has them first. */
  readonly today: DayStatistics;
}

/** Statistics of a span of time; prices are undefined when nothing was printed. Vwap is cut off at the pair's digits, as Kraken does. */
export interface DayStatistics {
  readonly open: string | undefined;
  readonly high: string | undefined;
  readonly low: string | undefined;
  readonly vwap: string | undefined;
  readonly volume: Decimal;
  readonly trades: number;
}

/** A candle as REST's OHLC and the socket's ohlc have it; prices with the pair's digits, `vwap` 0 and `trades` 0 in an empty interval. */
export interface MarketCandle {
  /** Milliseconds since 1970 UTC. */
  readonly openTime: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly vwap: string;
  readonly volume: Decimal;
  readonly trades: number;
}

/** Best prices at an instant, as REST's Spread lists them. */
export interface SpreadRow {
  readonly time: number;
  readonly bid: string;
  readonly ask: string;
}

/** Kraken's SystemStatus: `cancel_only` takes no new orders, `post_only` no order that would take liquidity. */
export type MarketStatus = 'online' | 'maintenance' | 'cancel_only' | 'post_only' | 'limit_only';

/**
 * A replayed market of several pairs. Nothing happens in it but through `advanceTo`, so a server's timer, a test or a
 * simulation moves it alike. Queries about an unknown pair throw `UsageError`; ask `instruments` first.
 */
export interface Market {
  readonly instruments: readonly Instrument[];
  /** The instant it was advanced to. */
  readonly now: number;
  /** Set by whoever plays maintenance; the market itself goes on. */
  status: MarketStatus;
  /**
   * Lets everything up to and including `time` happen, oldest first. When `deliver` is called the queries below already
   * include that step and nothing later. A time before `now` does nothing.
   */
  advanceTo(time: number, deliver: (step: MarketStep) => void): void;
  /** When the next step is due by the simulator's clock; undefined at the end of the recording. */
  nextTime(): number | undefined;
  ticker(pair: string): MarketTicker;
  /** The candles that end after `since` (milliseconds), at most the newest 720, oldest first; the last is unfinished. */
  ohlc(pair: string, interval: Interval, since?: number): MarketCandle[];
  /** Prints after the instant `sinceNs` (nanoseconds since 1970), oldest first, at most `count`; without it the newest. */
  trades(pair: string, sinceNs?: bigint, count?: number): Print[];
  /** The best `count` levels of each side. */
  depth(pair: string, count: number): { readonly bids: readonly DepthLevel[]; readonly asks: readonly DepthLevel[] };
  /** The whole book, to look at without copying; what it shows changes with `advanceTo`. */
  book(pair: string): BookView;
  /** The candle the last print fell into; undefined before the first. */
  newestCandle(pair: string, interval: Interval): MarketCandle | undefined;
  /** At most the newest 200, those at `since` (milliseconds) or later. */
  spread(pair: string, since?: number): SpreadRow[];
}
