import type { Candle, Clock, ExecutionClient, FeedEvent, MarketFeed, Scheduler, Subscription } from '@fathom/contracts';
import { Bot, type BotOptions, type FeedCandle } from '@fathom/trading';
import { troubleCode } from './trouble-code.js';

/** What asks the exchange for candles; throws when there is no answer. */
interface CandleHistory {
  /** The newest finished candles, oldest first, and the exchange's time before they were asked for. */
  recent(): Promise<{ readonly candles: Iterable<Candle>; readonly asOf: number }>;
}

export interface SessionOptions {
  readonly time: Clock & Scheduler;
  /** The exchange's clock, milliseconds since 1970 UTC. */
  readonly exchangeNow: () => number;
  readonly bot: Omit<BotOptions, 'execution' | 'startsAt' | 'needHistory' | 'onCandle' | 'onStrategyFailure'>;
  /** Makes the feed; what it delivers goes to `deliver`. */
  readonly feed: (deliver: (event: FeedEvent) => void) => MarketFeed;
  /** Makes what sends orders; what becomes of them goes to `tell`. */
  readonly execution: (tell: Bot['process']) => ExecutionClient & { close(): void };
  readonly history: CandleHistory;
  /** Told the exchange's time about every second. */
  readonly onTick?: (now: number) => void;
  readonly onFeed?: (event: FeedEvent) => void;
  readonly onCandle?: (candle: FeedCandle) => void;
  /** Something did not work and is tried again. */
  readonly onTrouble?: (reason: string, code: string) => void;
  readonly onStrategyFailure?: (error: unknown) => void;
  /** The session has ended by itself: the ledger could not be written, or a defect. It is closed already. */
  readonly onEnd: (error: unknown) => void;
}

const TICK_MS = 1_000;

/**
 * A bot at work: the feed, the clock, history and the exchange's answers, each handed to the bot one at a time. When
 * the bot cannot keep its ledger nothing more is done: what was sent by then is found again at the next start.
 */
export class Session {
  readonly bot: Bot;
  /** The exchange's time when it was made, milliseconds since 1970 UTC. */
  readonly startsAt: number;
  private readonly options: SessionOptions;
  private readonly feed: MarketFeed;
  private readonly execution: ExecutionClient & { close(): void };
  private stopTicking: () => void = () => undefined;
  private isFetching = false;
  private isSettling = false;
  private isClosed = false;

  constructor(options: SessionOptions) {
    this.options = options;
    this.execution = options.execution((event) => this.safely(() => this.bot.process(event)));
    this.feed = options.feed((event) => this.safely(() => this.heard(event)));
    this.startsAt = options.exchangeNow();
    this.bot = new Bot({
      ...options.bot,
      execution: this.execution,
      startsAt: this.startsAt,
      needHistory: () => void this.fetchHistory(),
      ...(options.onCandle && { onCandle: options.onCandle }),
      ...(options.onStrategyFailure && { onStrategyFailure: options.onStrategyFailure }),
    });
  }

  start(): void {
    const { instrument, source = 'market-trades', limits } = this.options.bot;
    this.safely(() => this.bot.start());
    if (this.isClosed) return;
    const pair = instrument.name;
    this.feed.subscribe([{ channel: source, pair }]);
    // A collar is held against the book; trades alone do not tell its best prices.
    const needsBook = source !== 'ticker' && limits?.priceCollarPercent !== undefined;
    if (needsBook) this.feed.subscribe([{ channel: 'ticker', pair }]);
    this.tick();
  }

  /** What is held of it cannot be trusted. */
  resync(subscription: Subscription): void {
    this.feed.resync(subscription);
  }

  /**
   * The strategy sees nothing more, so nothing new is decided; what becomes of orders is still heard, and those in doubt
   * are looked for.
   */
  settle(): void {
    this.isSettling = true;
  }

  /** Does something with the bot, as one event among the others: what it throws ends the session. */
  act(action: (bot: Bot) => void): void {
    this.safely(() => action(this.bot));
  }

  /** Nothing is sent, asked or heard any more. Orders on the exchange stay there. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.stopTicking();
    this.feed.close();
    this.execution.close();
  }

  private heard(event: FeedEvent): void {
    this.options.onFeed?.(event);
    if (!this.isSettling) this.bot.feed(event, this.options.exchangeNow());
  }

  private tick(): void {
    const { time, exchangeNow } = this.options;
    this.safely(() => {
      this.options.onTick?.(exchangeNow());
      if (this.isSettling) this.bot.process({ type: 'time-passed', time: exchangeNow() });
      else this.bot.time(exchangeNow());
    });
    if (!this.isClosed) this.stopTicking = time.after(TICK_MS, () => this.tick());
  }

  private async fetchHistory(): Promise<void> {
    if (this.isFetching) return;
    this.isFetching = true;
    try {
      const { candles, asOf } = await this.options.history.recent();
      if (!this.isSettling) this.safely(() => this.bot.history(candles, asOf));
    } catch (error) {
      this.options.onTrouble?.(error instanceof Error ? error.message : String(error), troubleCode(error));
    } finally {
      this.isFetching = false;
    }
  }

  private safely(act: () => void): void {
    if (this.isClosed) return;
    try {
      act();
    } catch (error) {
      this.close();
      this.options.onEnd(error);
    }
  }
}
