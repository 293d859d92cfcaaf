import { type Candle, type Interval, intervalMs, type MarketTrade, type Ticker } from '@fathom/contracts';
import { CandleBuilder } from './candle-builder.js';
import { openTimeOf } from './open-time.js';

/**
 * Where a candle comes from: `history` (the exchange's own), `live` (built from a feed that saw the whole interval),
 * `partial` (built from a feed that missed some of it, and history had none in time) or `filled` (nobody had it in
 * time: all prices are the previous close, `trades` 0).
 */
export type CandleOrigin = 'history' | 'live' | 'partial' | 'filled';

export interface LiveCandlesOptions {
  readonly interval: Interval;
  /** Candles of history wanted before the first live one. */
  readonly warmup: number;
  /** Told every candle once, oldest first, without a gap. `time` is when, by the exchange's clock. */
  readonly onCandle: (candle: Candle, origin: CandleOrigin, time: number) => void;
  /** Asks for the exchange's candles from this open time on; what comes is given to `history`, whenever it comes. */
  readonly needHistory: (since: number) => void;
  /** How long after its close a candle waits for history that must come before it, milliseconds. */
  readonly patienceMs?: number;
  /** Pause between two questions for history, milliseconds. */
  readonly retryMs?: number;
}

const PATIENCE_MS = 60_000;
const RETRY_MS = 2_000;

/**
 * One series of candles from history and a feed that comes and goes: each interval once, in order, none left out.
 *
 * A feed that begins or returns within an interval has not seen all of it, so that candle, and all it missed before,
 * are asked of the exchange; live candles closed meanwhile wait their turn. History wins over a live candle that is not
 * told yet. What history has not delivered within the patience is told as it is, and marked.
 *
 * All times are the exchange's, milliseconds since 1970 UTC.
 */
export class LiveCandles {
  private readonly options: Required<LiveCandlesOptions>;
  private readonly length: number;
  private builder: CandleBuilder | undefined;
  /** Since when the feed has missed nothing. */
  private wholeSince = Number.POSITIVE_INFINITY;
  /** Closed live candles that wait for what comes before them, oldest first. */
  private waiting: LiveCandle[] = [];
  /** Open time of the candle to be told next; NaN before the feed began. */
  private next = Number.NaN;
  /** Of the candle told last; NaN before the first. */
  private lastClose = Number.NaN;
  private askAgainAt = Number.NEGATIVE_INFINITY;
  private now = Number.NEGATIVE_INFINITY;

  constructor(options: LiveCandlesOptions) {
    this.options = { patienceMs: PATIENCE_MS, retryMs: RETRY_MS, ...options };
    this.length = intervalMs(options.interval);
  }

  /** The candle being formed; undefined before the feed's first price. */
  get current(): Candle | undefined {
    return this.builder?.current;
  }

  /** The feed misses nothing from `now` on. */
  connected(now: number): void {
    this.now = Math.max(this.now, now);
    if (Number.isNaN(this.next)) {
      this.next = openTimeOf(now, this.options.interval) - this.options.warmup * this.length;
    }
    this.wholeSince = now;
    this.builder = new CandleBuilder({
      interval: this.options.interval,
      onCandle: (candle) => this.waiting.push({ candle, isWhole: candle.openTime >= now }),
    });
    this.askAgainAt = Number.NEGATIVE_INFINITY;
    this.time(now);
  }

  /** The feed has stopped: what it would have said is not known. */
  disconnected(now: number): void {
    this.time(now);
    this.wholeSince = Number.POSITIVE_INFINITY;
    this.builder = undefined;
  }

  /**
   * A market trade of the feed.
   * @returns false when it came too late to count, or while disconnected.
   */
  trade(trade: MarketTrade): boolean {
    const counts = this.builder?.onTrade(trade) ?? false;
    this.tell();
    return counts;
  }

  /**
   * A ticker poll.
   * @returns false when it came too late to count, or while disconnected.
   */
  ticker(ticker: Ticker): boolean {
    const counts = this.builder?.onTicker(ticker) ?? false;
    this.tell();
    return counts;
  }

  /** It is now `now`: closes candles, asks again for history, loses patience. A clock that runs backwards stands still. */
  time(now: number): void {
    this.now = Math.max(this.now, now);
    this.builder?.onTime(this.now);
    this.tell();
    if (this.isHistoryNeeded() && this.now >= this.askAgainAt) {
      this.askAgainAt = this.now + this.options.retryMs;
      this.options.needHistory(this.next);
    }
  }

  /** The exchange's candles, oldest first, as they were at `asOf`; the one not over then is left out. */
  history(candles: Iterable<Candle>, asOf: number): void {
    this.now = Math.max(this.now, asOf);
    for (const candle of candles) {
      if (!(candle.openTime >= this.next) || candle.openTime + this.length > asOf) continue;
      this.fillUpTo(candle.openTime);
      this.emit(candle, 'history');
    }
    this.tell();
  }

  /** Something before the next live candle, or the next candle itself, is not there though it is over. */
  private isHistoryNeeded(): boolean {
    if (this.builder === undefined) return false;
    return this.waiting.length > 0 || this.now >= this.next + this.length;
  }

  /** Tells what can be told, in order. */
  private tell(): void {
    for (let first = this.firstWaiting(); first !== undefined; first = this.firstWaiting()) {
      const { candle, isWhole } = first;
      const isNext = candle.openTime === this.next;
      if (!(isWhole && isNext) && !this.isOutOfPatience(candle.openTime)) return;
      this.waiting.shift();
      this.fillUpTo(candle.openTime);
      this.emit(candle, isWhole ? 'live' : 'partial');
    }
  }

  /** The oldest live candle that was not told in another form already. */
  private firstWaiting(): LiveCandle | undefined {
    while ((this.waiting[0]?.candle.openTime ?? this.next) < this.next) this.waiting.shift();
    return this.waiting[0];
  }

  /** Never while disconnected: when nobody can be asked, waiting costs nothing. */
  private isOutOfPatience(openTime: number): boolean {
    const waitsSince = Math.max(openTime + this.length, this.wholeSince);
    return this.now >= waitsSince + this.options.patienceMs;
  }

  /** Repeats the last close where nobody had a candle; before the first candle there is nothing to repeat. */
  private fillUpTo(openTime: number): void {
    if (Number.isNaN(this.lastClose)) this.next = openTime;
    while (this.next < openTime) {
      const close = this.lastClose;
      this.emit({ openTime: this.next, open: close, high: close, low: close, close, volume: 0, trades: 0 }, 'filled');
    }
  }

  private emit(candle: Candle, origin: CandleOrigin): void {
    this.next = candle.openTime + this.length;
    this.lastClose = candle.close;
    this.options.onCandle(candle, origin, this.now);
  }
}

interface LiveCandle {
  readonly candle: Candle;
  /** The feed missed nothing of it. */
  readonly isWhole: boolean;
}
