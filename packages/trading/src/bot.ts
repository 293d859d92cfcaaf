import {
  type Candle,
  type EngineEvent,
  type ExecutionClient,
  type FeedEvent,
  type Instrument,
  type Interval,
  intervalMs,
  type LedgerStore,
  type RiskLimits,
  type Strategy,
  type TradesView,
} from '@fathom/contracts';
import { Engine, type GuardOptions, type MarginOptions, type OrderSearchOptions, type Sizing } from '@fathom/engine';
import type { Ledger } from '@fathom/ledger';
import { type FeedCandle, FeedCandles } from './feed-candles.js';
import { PlainRequests } from './plain-requests.js';
import { quoteOf } from './quote-of.js';
import { SafeStrategy } from './safe-strategy.js';

export interface BotOptions {
  /** Begins every client order id. */
  readonly botId: string;
  readonly strategy: Strategy;
  readonly instrument: Instrument;
  readonly interval: Interval;
  readonly execution: ExecutionClient;
  /** What the store's events have made of it already. */
  readonly ledger: Ledger;
  readonly store: LedgerStore;
  readonly sizing: Sizing;
  /** What a market entry takes in all, in units of its cost. */
  readonly costFactor: number;
  readonly limits?: RiskLimits;
  /** Nothing is sold short without. */
  readonly margin?: MarginOptions;
  readonly guards?: Omit<GuardOptions, 'isSimulated'>;
  readonly search?: OrderSearchOptions;
  /** What candles are built from; market trades. */
  readonly source?: 'market-trades' | 'ticker';
  /** The exchange's clock at the start. Candles closed by then are history, which the strategy learns from and no more. */
  readonly startsAt: number;
  /** Asks for the exchange's candles from this open time on (ms since 1970 UTC); the answer goes to `history`. */
  readonly needHistory: (since: number) => void;
  /** Candles of history wanted before the first live one; 719, or the strategy's warm-up, when left out. */
  readonly historyCandles?: number;
  /** Told each candle once the strategy has seen it. */
  readonly onCandle?: (candle: FeedCandle) => void;
  /** Told once when the strategy fails: what is open stays guarded, and nothing new is entered. */
  readonly onStrategyFailure?: (error: unknown) => void;
}

/**
 * Finished candles wanted before the first live one: as many as Kraken gives (720 with the one that grows). A strategy
 * says how many it cannot do without, but averages forget where they began only slowly, and a bot that was restarted
 * should decide as one that was not.
 */
const HISTORY = 719;

const NO_TRADES: TradesView = { open: [], pendingEntries: 0, pending: [] };

/**
 * One strategy on one pair, over a feed that comes and goes. Synchronous: one event is finished before the next. All
 * times are the exchange's, milliseconds since 1970 UTC. Call `start` first.
 */
export class Bot {
  readonly engine: Engine;
  private readonly options: BotOptions;
  private readonly strategy: Strategy;
  private readonly candles: FeedCandles;
  /**
   * Candles closed by then are no matter for decisions any more. The ledger may be ahead of the clock, which was set or
   * measured anew since: what was decided then must not be decided again.
   */
  private readonly decidedUntil: number;

  constructor(options: BotOptions) {
    this.options = options;
    this.decidedUntil = Math.max(options.startsAt, options.ledger.newestEventAt);
    this.strategy = new SafeStrategy(options.strategy, (error) => options.onStrategyFailure?.(error));
    this.engine = new Engine({
      ...options,
      strategy: this.strategy,
      execution: new PlainRequests(options.execution),
    });
    this.candles = new FeedCandles({
      pair: options.instrument.name,
      interval: options.interval,
      source: options.source ?? 'market-trades',
      warmup: options.historyCandles ?? Math.max(this.strategy.warmup, HISTORY),
      needHistory: options.needHistory,
      onCandle: (candle) => this.onCandle(candle),
    });
  }

  /** The candle being formed; undefined before the feed's first price. */
  get currentCandle(): Candle | undefined {
    return this.candles.current;
  }

  /** Times the feed missed something. */
  get outages(): number {
    return this.candles.outages;
  }

  /** Takes up where the ledger ends. */
  start(): void {
    this.engine.resume(this.options.startsAt);
  }

  /** Something of the market. */
  feed(event: FeedEvent, now: number): void {
    const quote = quoteOf(event, this.options.instrument.name, now);
    if (quote !== undefined) this.engine.process(quote);
    this.candles.process(event, now);
  }

  /** Something of an order, or a command. */
  process(event: EngineEvent): void {
    this.engine.process(event);
  }

  /** It is now `now`. Silence closes candles and sets off what is due, so call it every second or so. */
  time(now: number): void {
    this.engine.process({ type: 'time-passed', time: now });
    this.candles.time(now);
  }

  /** What was answered to `needHistory`: the exchange's candles as they were at `asOf`. */
  history(candles: Iterable<Candle>, asOf: number): void {
    this.candles.history(candles, asOf);
  }

  private onCandle(told: FeedCandle): void {
    const { candle, isLate } = told;
    // A decision belongs to its candle: whenever it is taken, its orders get the same ids.
    const time = candle.openTime + intervalMs(this.options.interval);
    // What is open was opened later than this, or is to be judged by a price of today.
    if (time <= this.decidedUntil) this.strategy.onCandle(candle, NO_TRADES);
    else this.engine.process({ type: 'candle-closed', time, candle, isLate });
    this.options.onCandle?.(told);
  }
}
