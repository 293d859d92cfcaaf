import { type Candle, Decimal, type FeedEvent, intervalMs, type Subscription } from '@fathom/contracts';
import type { Backtested, BacktestOptions } from '@fathom/backtest';
import { GapMap } from '@fathom/candles';
import { EquityCurve, Ledger } from '@fathom/ledger';
import { OrderBook } from '@fathom/order-book';
import type { BookRecord, Gap, TradesRecord } from '@fathom/recordings';
import { Bot, type FeedCandle } from '@fathom/trading';
import { PaperExecution } from '../../trade/paper-execution.js';

export interface BookRunOptions extends BacktestOptions {
  /** Of the recorded book. */
  readonly depth: number;
  /** Time of the first record, ms since 1970 UTC. */
  readonly begin: number;
}

/** Kraken's margin levels in percent, where a pair does not say. */
const MARGIN_CALL = 80;
const MARGIN_STOP = 40;
const SECOND_MS = 1_000;
/** Nothing is asked for anew of a recording, and nobody waits. */
const NO_SCHEDULER = { after: () => () => undefined };

/**
 * A bot on paper over a recording: the same bot and the same paper exchange as over Kraken's feed, with the recorded
 * times as their clock. Orders meet the recorded book after their latency, walk its depth, and wait in its queues; where
 * the book is missing or cannot be trusted nothing is filled.
 */
export class BookRun implements Backtested {
  readonly options: BacktestOptions;
  readonly ledger: Ledger;
  readonly gaps: GapMap;
  /** A book has no candles of which it is unknown how they went. */
  readonly ambiguousCandles = 0;
  curve: EquityCurve | undefined;
  first: Candle | undefined;
  lastClose = Number.NaN;
  candles = 0;
  /** Messages of the book, and stretches in which it was missing. */
  messages = 0;
  missingMs = 0;
  holes = 0;
  private readonly pair: string;
  private readonly tradeFrom: number;
  private readonly book: OrderBook;
  private readonly bookChannel: Subscription;
  private readonly execution: PaperExecution;
  private readonly bot: Bot;
  /** The first candle that was recorded from its beginning opens then; what comes before is no candle. */
  private readonly wholeFrom: number;
  private isConnected = false;
  private now: number;
  private ticked: number;

  constructor(options: BookRunOptions) {
    const { instrument, interval, strategy, sizing, balance, fees, depth, begin, limits, guards, onTrade } = options;
    this.options = options;
    this.pair = instrument.name;
    this.tradeFrom = options.tradeFrom ?? Number.NEGATIVE_INFINITY;
    this.now = begin;
    this.ticked = begin;
    this.gaps = new GapMap(interval);
    this.book = new OrderBook(depth);
    this.bookChannel = { channel: 'book', pair: this.pair, depth };
    const { costDecimals } = instrument;
    this.ledger = new Ledger({ startBalance: balance, costDecimals, ...(onTrade && { onTrade }) });
    this.execution = new PaperExecution({
      instrument: {
        leverageBuy: [],
        leverageSell: [],
        marginCallPercent: MARGIN_CALL,
        marginStopPercent: MARGIN_STOP,
        ...instrument,
      },
      cash: balance,
      holding: Decimal.ZERO,
      fees,
      now: begin,
      depth,
      tell: (event) => this.bot.process(event),
      scheduler: NO_SCHEDULER,
      onBadBook: () => undefined,
    });
    this.bot = new Bot({
      botId: options.botId ?? '000',
      strategy,
      instrument,
      interval,
      execution: this.execution,
      ledger: this.ledger,
      store: { append: () => undefined },
      sizing,
      costFactor: 1 + fees.takerPercent.toNumber() / 100,
      startsAt: Math.max(begin, this.tradeFrom),
      // There is no other place to ask.
      needHistory: () => undefined,
      historyCandles: 0,
      onCandle: (told) => this.candleClosed(told),
      ...(limits && { limits }),
      ...(guards && { guards }),
    });
    this.bot.start();
    this.wholeFrom = Math.ceil(begin / intervalMs(interval)) * intervalMs(interval);
    if (this.wholeFrom === begin) this.connect();
  }

  bookChanged(record: BookRecord): void {
    this.passTo(record.receivedUs / 1000);
    this.messages += 1;
    record.applyTo(this.book);
    this.heard(record.toEvent(this.book));
  }

  traded({ receivedUs, isSnapshot, trades }: TradesRecord): void {
    this.passTo(receivedUs / 1000);
    const { pair, now } = this;
    this.heard({ type: 'market-traded', pair, time: now, receivedAt: now, isSnapshot, trades });
  }

  /** The recording lacks something; told when it is over. */
  missing({ channel, fromUs, toUs }: Gap): void {
    if (channel === 'book') {
      this.holes += 1;
      this.missingMs += (toUs - fromUs) / 1000;
    }
    const subscription: Subscription = channel === 'book' ? this.bookChannel : { channel, pair: this.pair };
    const { now } = this;
    this.heard({
      type: 'feed-disconnected',
      time: now,
      reason: 'not recorded',
      retryInMs: 0,
      subscriptions: [subscription],
    });
    if (channel === 'market-trades' && this.isConnected) this.connect();
  }

  /** Orders may have filled after the last whole candle: the recording ends with what the account was worth then. */
  finish(): void {
    const { curve, ledger, lastClose, now } = this;
    if (curve !== undefined && now > curve.time) curve.end(now, ledger.equityAt(lastClose));
  }

  private connect(): void {
    this.isConnected = true;
    const subscription = { channel: 'market-trades', pair: this.pair } as const;
    this.bot.feed({ type: 'feed-subscribed', time: this.now, subscription }, this.now);
  }

  private heard(event: FeedEvent): void {
    this.execution.heard(event, this.now);
    this.bot.feed(event, this.now);
  }

  /** What the clock of a bot does every second, at the seconds of the recording. */
  private passTo(time: number): void {
    if (!this.isConnected && time >= this.wholeFrom) {
      this.now = Math.max(this.now, this.wholeFrom);
      this.connect();
    }
    for (; this.ticked + SECOND_MS <= time; this.ticked += SECOND_MS) {
      this.now = Math.max(this.now, this.ticked + SECOND_MS);
      this.execution.advanceTo(this.now);
      this.bot.time(this.now);
    }
    // A clock that was set back while it was recorded stands still here.
    this.now = Math.max(this.now, time);
  }

  private candleClosed({ candle }: FeedCandle): void {
    this.candles += 1;
    if (candle.openTime >= this.tradeFrom) {
      this.first ??= candle;
      this.curve ??= new EquityCurve({ startBalance: this.options.balance.toNumber(), startTime: candle.openTime });
      this.lastClose = candle.close;
      this.gaps.add(candle.openTime);
      const closeTime = candle.openTime + this.options.interval * 60_000;
      this.curve.mark(closeTime, this.ledger.equityAt(candle.close), this.ledger.isExposed);
    }
    this.options.onCandle?.(candle);
  }
}
