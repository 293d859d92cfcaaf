import { type Candle, type FeedEvent, type Interval, intervalMs, type MarketTrade } from '@fathom/contracts';
import { type CandleOrigin, LiveCandles } from '@fathom/candles';

export interface FeedCandlesOptions {
  /** Instrument name: `BTC/USD`. */
  readonly pair: string;
  readonly interval: Interval;
  /** What candles are built from. */
  readonly source: 'market-trades' | 'ticker';
  /** Candles of history wanted before the first live one. */
  readonly warmup: number;
  readonly onCandle: (candle: FeedCandle) => void;
  /** Asks for the exchange's candles from this open time on (ms since 1970 UTC). */
  readonly needHistory: (since: number) => void;
  /** What the feed may take to deliver a trade after it happened, milliseconds; candles close that much later. */
  readonly graceMs?: number;
}

/** A closed candle and how it was come by. */
export interface FeedCandle {
  readonly candle: Candle;
  readonly origin: CandleOrigin;
  /** When it is told, by the exchange's clock, milliseconds since 1970 UTC. */
  readonly time: number;
  /**
   * Told so long after its close that the market may be elsewhere: half its interval, at most a minute. Or nobody can say
   * how long, because trades arrive that our clock takes for future ones.
   */
  readonly isLate: boolean;
}

const GRACE_MS = 1_000;
/** It is told the time every second or so: after such a silence the machine has slept, or did not get round to it. */
const ABSENCE_MS = 15_000;
/** More than our idea of the exchange's clock is ever off: a trade so far ahead proves that the clock has stood still. */
const AHEAD_MS = 5_000;

/**
 * One pair's candles out of a feed's events. A feed that loses connection, or skips a trade by its number, has an
 * outage; see `LiveCandles` for what becomes of it. So has one that nobody listened to for a while: what it held back
 * meanwhile arrives in one burst, before or after the clock is looked at, and is of the past. Times are the exchange's.
 */
export class FeedCandles {
  private readonly options: FeedCandlesOptions;
  private readonly graceMs: number;
  private readonly candles: LiveCandles;
  private lastId: number | undefined;
  private outageCount = 0;
  private isConnected = false;
  /** What time it was when something was heard last; NaN before the first. */
  private heardAt = Number.NaN;
  /** Time of the newest trade, by the exchange; NaN before the first. */
  private tradedAt = Number.NaN;

  constructor(options: FeedCandlesOptions) {
    this.options = options;
    this.graceMs = options.graceMs ?? GRACE_MS;
    const { interval, warmup, needHistory } = options;
    const lateMs = Math.min(60_000, intervalMs(interval) / 2);
    this.candles = new LiveCandles({
      interval,
      warmup,
      needHistory,
      onCandle: (candle, origin, time) => {
        const isClockBehind = this.tradedAt - this.heardAt > AHEAD_MS;
        const isLate = isClockBehind || time - candle.openTime - intervalMs(interval) > lateMs;
        options.onCandle({ candle, origin, time, isLate });
      },
    });
  }

  /** Times the feed missed something. */
  get outages(): number {
    return this.outageCount;
  }

  /** The candle being formed; undefined before the feed's first price. */
  get current(): Candle | undefined {
    return this.candles.current;
  }

  /** @param now the exchange's clock. */
  process(event: FeedEvent, now: number): void {
    this.notice(now);
    switch (event.type) {
      case 'feed-subscribed':
        if (this.isOurs(event.subscription)) this.connected(now);
        return;
      case 'feed-disconnected':
        if (event.subscriptions.some((one) => this.isOurs(one))) this.disconnected(now);
        return;
      case 'feed-silent':
      case 'feed-refused':
        if (this.isOurs(event.subscription)) this.disconnected(now);
        return;
      case 'market-traded':
        // The trades of a snapshot are of before the subscription: history has them.
        if (event.pair !== this.options.pair || event.isSnapshot || this.options.source !== 'market-trades') return;
        for (const trade of event.trades) this.trade(trade, now);
        return;
      case 'ticker-changed':
        if (event.pair === this.options.pair && this.options.source === 'ticker') this.candles.ticker(event.ticker);
        return;
      case 'book-snapshot':
      case 'book-update':
      case 'candle-changed':
      case 'exchange-status-changed':
      case 'feed-connected':
      case 'feed-skipped':
      case 'feed-resync-begun':
        return;
      default:
        event satisfies never;
    }
  }

  /** It is now `now` by the exchange's clock. */
  time(now: number): void {
    this.notice(now);
    this.candles.time(now - this.graceMs);
  }

  /** What the exchange answered to `needHistory`: candles as they were at `asOf`. */
  history(candles: Iterable<Candle>, asOf: number): void {
    this.candles.history(candles, asOf);
  }

  private isOurs({ pair, channel }: { readonly pair: string; readonly channel: string }): boolean {
    return pair === this.options.pair && channel === this.options.source;
  }

  private notice(now: number): void {
    const before = this.heardAt;
    this.heardAt = now;
    if (!this.isConnected || !(now - before > ABSENCE_MS)) return;
    this.disconnected(before);
    this.connected(now);
  }

  private connected(now: number): void {
    if (this.isConnected) return;
    this.isConnected = true;
    this.lastId = undefined;
    this.candles.connected(now);
  }

  private disconnected(now: number): void {
    if (!this.isConnected) return;
    this.isConnected = false;
    this.outageCount += 1;
    this.candles.disconnected(now - this.graceMs);
  }

  private trade(trade: MarketTrade, now: number): void {
    const { id } = trade;
    if (id !== undefined && this.lastId !== undefined) {
      if (id <= this.lastId) return;
      if (id > this.lastId + 1) {
        this.disconnected(now);
        this.connected(now);
      }
    }
    if (id !== undefined) this.lastId = id;
    this.tradedAt = trade.time;
    this.candles.trade(trade);
  }
}
