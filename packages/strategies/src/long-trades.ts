import {
  type Candle,
  type EnterSignal,
  type IndicatorValues,
  type OpenTrade,
  type Signal,
  type TradesView,
  typicalPrice,
} from '@fathom/contracts';
import { type Decider, NO_SIGNALS } from './define-strategy.js';

/** What tells one long-only strategy from the next. Rules that fire answer with their name, the signal's `reason`. */
export interface LongRules {
  /** Entries are taken from the candle after this many on. */
  readonly warmup: number;
  /** `update` keeps no candle; see `Strategy`. */
  readonly forgetsCandles?: boolean;
  /** Takes in a closed candle and the price the strategy decides on; called for every candle, before the rules. */
  update(candle: Candle, price: number): void;
  /** The entry rule that fires now. Asked only when an entry can be taken, and what it answers is taken. */
  entry(price: number): string | undefined;
  /** The first exit rule that fires now for a trade. */
  exit(price: number, trade: OpenTrade): string | undefined;
  indicators(): IndicatorValues;
}

/** What long-only strategies have in common. */
export interface LongTradesOptions {
  /** Open and pending trades, at most. */
  readonly numSimultaneousTrades: number;
  /** Fraction of the decision price the stop rests below it, or false for none. */
  readonly stopLoss: number | false;
  /** The price decided on; the typical price when left out. */
  readonly priceOf?: (candle: Candle) => number;
}

/**
 * Runs rules the way the original strategies ran: first an entry, while fewer than `numSimultaneousTrades` are
 * open or pending and more than `warmup` candles were seen; then the exits of every open trade, oldest first.
 * An entry carries its stop: decision price × (1 − stopLoss).
 */
export class LongTrades implements Decider {
  readonly warmup: number;
  readonly forgetsCandles: boolean;
  private readonly rules: LongRules;
  private readonly numSimultaneousTrades: number;
  private readonly stopFactor: number | undefined;
  private readonly priceOf: (candle: Candle) => number;
  /** Candles still to be seen before an entry may be taken on one. */
  private unseen: number;

  constructor(rules: LongRules, options: LongTradesOptions) {
    this.rules = rules;
    this.warmup = rules.warmup;
    this.unseen = rules.warmup;
    this.forgetsCandles = rules.forgetsCandles ?? false;
    this.numSimultaneousTrades = options.numSimultaneousTrades;
    this.stopFactor = options.stopLoss === false ? undefined : 1 - options.stopLoss;
    this.priceOf = options.priceOf ?? typicalPrice;
  }

  /** Hot: on most candles no rule fires. What follows when one does is kept apart, where V8 need not copy it along. */
  onCandle(candle: Candle, trades: TradesView): readonly Signal[] {
    const { rules } = this;
    const price = this.priceOf(candle);
    rules.update(candle, price);
    const { open } = trades;
    let signals = NO_SIGNALS;
    if (this.unseen > 0) this.unseen -= 1;
    else if (open.length + trades.pendingEntries < this.numSimultaneousTrades) {
      const reason = rules.entry(price);
      if (reason !== undefined) signals = this.enter(price, reason);
    }
    for (let i = 0; i < open.length; i += 1) {
      const trade = open[i];
      if (trade === undefined || trade.isClosing) continue;
      const reason = rules.exit(price, trade);
      if (reason !== undefined) signals = withExit(signals, trade, reason);
    }
    return signals;
  }

  indicators(): IndicatorValues {
    return this.rules.indicators();
  }

  // Made one after the other: a list written out with what is in it takes V8 the slow way until it has compiled it for speed.
  private enter(price: number, reason: string): readonly Signal[] {
    const { stopFactor } = this;
    const signal: EnterSignal =
      stopFactor === undefined
        ? { action: 'enter', side: 'long', reason, price }
        : { action: 'enter', side: 'long', reason, price, stopPrice: price * stopFactor };
    return [signal];
  }
}

function withExit(signals: readonly Signal[], { id: tradeId }: OpenTrade, reason: string): readonly Signal[] {
  const exit: Signal = { action: 'exit', tradeId, reason };
  return signals.length === 0 ? [exit] : [...signals, exit];
}
