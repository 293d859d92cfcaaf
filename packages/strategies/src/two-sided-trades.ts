import {
  type Candle,
  type EnterSignal,
  type IndicatorValues,
  type OpenTrade,
  type Signal,
  type TradeSide,
  type TradesView,
  typicalPrice,
} from '@fathom/contracts';
import { type Decider, NO_SIGNALS } from './define-strategy.js';
import { mirroredReason } from './mirrored-reason.js';
import { type LongRules, LongTrades, type LongTradesOptions } from './long-trades.js';

export interface TradesOptions extends LongTradesOptions {
  /** Sells short as well. */
  readonly short: boolean;
}

/** Runs rules that buy, and if wished the same rules mirrored, which sell short. @param makeRules makes new rules each time */
export function tradesBy(makeRules: () => LongRules, options: TradesOptions): Decider {
  if (!options.short) return new LongTrades(makeRules(), options);
  return new TwoSidedTrades(makeRules(), makeRules(), options);
}

/** One side: rules, and how the market looks to them. */
interface Side {
  readonly side: TradeSide;
  readonly rules: LongRules;
  /** 1, or −1 for rules that see every price with its sign turned, so that what falls rises. */
  readonly sign: 1 | -1;
}

/**
 * Rules and their mirror image. The short side runs the same rules over the market upside down, every price with its sign
 * turned: a moving average turns its sign, %K becomes 100 − %K, a parabolic stop changes sides, and "above" becomes
 * "below". So a short is sold exactly where the rules would buy if the chart were turned over, and bought back where they
 * would sell. Fractions are taken of the price as it is: a stop rests stopLoss above the decision price, a profit of
 * takeProfit is taken that much below the entry price.
 *
 * Each side has `numSimultaneousTrades` of its own. Entries come first, the long one before the short one, then the exits
 * of every open trade, oldest first.
 */
class TwoSidedTrades implements Decider {
  readonly warmup: number;
  private readonly long: Side;
  private readonly short: Side;
  private readonly options: LongTradesOptions;
  private seen = 0;

  /** @param long and `short` are two instances of the same rules */
  constructor(long: LongRules, short: LongRules, options: LongTradesOptions) {
    this.long = { side: 'long', rules: long, sign: 1 };
    this.short = { side: 'short', rules: short, sign: -1 };
    this.warmup = long.warmup;
    this.options = options;
  }

  onCandle(candle: Candle, trades: TradesView): readonly Signal[] {
    const price = (this.options.priceOf ?? typicalPrice)(candle);
    this.long.rules.update(candle, price);
    this.short.rules.update(upsideDown(candle), -price);
    if (this.seen <= this.warmup) this.seen += 1;
    const signals = [this.long, this.short].flatMap((side) => this.entries(side, price, trades));
    for (const trade of trades.open) {
      const reason = trade.isClosing ? undefined : this.exitReason(trade, price);
      if (reason !== undefined) signals.push({ action: 'exit', tradeId: trade.id, reason });
    }
    return signals.length === 0 ? NO_SIGNALS : signals;
  }

  /** As the long side reads them. */
  indicators(): IndicatorValues {
    return this.long.rules.indicators();
  }

  private entries({ side, rules, sign }: Side, price: number, { open, pending }: TradesView): Signal[] {
    const ofSide = (one: { readonly side: TradeSide }) => one.side === side;
    // What has filled in part is a trade already.
    const waiting = pending.filter((entry) => ofSide(entry) && !open.some(({ id }) => id === entry.tradeId));
    const count = open.filter(ofSide).length + waiting.length;
    if (this.seen <= this.warmup || count >= this.options.numSimultaneousTrades) return [];
    const reason = rules.entry(sign * price);
    return reason === undefined
      ? []
      : [this.enter(side, sign, price, side === 'short' ? mirroredReason(reason) : reason)];
  }

  private enter(side: TradeSide, sign: 1 | -1, price: number, reason: string): EnterSignal {
    const { stopLoss } = this.options;
    if (stopLoss === false) return { action: 'enter', side, reason, price };
    return { action: 'enter', side, reason, price, stopPrice: price * (1 - sign * stopLoss) };
  }

  private exitReason(trade: OpenTrade, price: number): string | undefined {
    if (trade.side === 'long') return this.long.rules.exit(price, trade);
    const { entryPrice, decisionPrice } = trade;
    const mirrored = { id: trade.id, side: trade.side, quantity: trade.quantity, openedAt: trade.openedAt };
    const reason = this.short.rules.exit(-price, {
      ...mirrored,
      isClosing: false,
      entryPrice: -entryPrice,
      decisionPrice: -decisionPrice,
    });
    return reason === undefined ? undefined : mirroredReason(reason);
  }
}

function upsideDown({ openTime, open, high, low, close, volume, trades }: Candle): Candle {
  return { openTime, open: -open, high: -low, low: -high, close: -close, volume, trades };
}
