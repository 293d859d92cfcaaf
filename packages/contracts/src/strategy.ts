import type { Candle } from './candle.js';
import type { OpenTrade, TradeSide } from './trade.js';

/** Open a trade at the market. */
export interface EnterSignal {
  readonly action: 'enter';
  readonly side: TradeSide;
  /** The rule that fired, shown in reports: `macdCrossover`. */
  readonly reason: string;
  /** The price the decision was taken on, quote per base unit. */
  readonly price: number;
  /** Rests as a stop-loss order once the trade is open. */
  readonly stopPrice?: number;
  /** Rests as a limit order once the trade is open. */
  readonly takeProfitPrice?: number;
}

/** Close one open trade at the market. */
export interface ExitSignal {
  readonly action: 'exit';
  readonly tradeId: string;
  readonly reason: string;
}

/** A strategy's intent; risk decides what becomes an order. */
export type Signal = EnterSignal | ExitSignal;

/** What a strategy may know of its own trades. */
export interface TradesView {
  /** Oldest first. */
  readonly open: readonly OpenTrade[];
  /** Entries decided and not yet filled. */
  readonly pendingEntries: number;
}

/** What a strategy's indicators read now, by the name they are shown and measured under: `macd.histogram`. */
export type IndicatorValues = Readonly<Record<string, number | string | readonly number[]>>;

/** How one of a strategy's indicators is drawn. */
export interface Plot {
  /** Its name among the `IndicatorValues`: `macd.histogram`. */
  readonly value: string;
  /** `price` is drawn over the candles, any other name in a pane of that name below them. */
  readonly pane: string;
  readonly kind: 'line' | 'histogram' | 'dots';
}

/**
 * Decides on candles, one at a time, oldest first. It is handed only what has happened: no later
 * candle exists in the process it could reach. Pure: no clock, no chance, no I/O.
 */
export interface Strategy {
  /** Registry name: `macd`. */
  readonly name: string;
  /** What people read: `MACD Strategy`. */
  readonly label: string;
  /** Candles it must have seen before its first decision can be acted on. */
  readonly warmup: number;
  /** The validated configuration, for reports. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Called once per closed candle. */
  onCandle(candle: Candle, trades: TradesView): readonly Signal[];
  /** Computed when asked, so a backtest that shows nothing pays nothing. NaN: not ready. */
  indicators?(): IndicatorValues;
  /** Which of its indicators are drawn, and how; none when left out. */
  readonly plots?: readonly Plot[];
}

/** How a strategy module describes itself; a user's own file exports one as default or as `strategy`. */
export interface StrategyDefinition<Config extends object = Record<string, unknown>> {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Turns what the user set into a complete configuration. A zod object schema, or anything that parses. */
  readonly schema: ConfigSchema<Config>;
  create(config: Config): Strategy;
}

/** The part of a zod schema a definition needs. */
export interface ConfigSchema<Config> {
  parse(input: unknown): Config;
}
