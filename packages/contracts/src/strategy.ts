import type { Candle } from './candle.js';
import type { Decimal } from './decimal.js';
import type { OpenTrade, TradeSide } from './trade.js';

/**
 * Open a trade, at the market or by a limit order that waits. Prices are quote per base unit; what a trade is guarded by
 * waits on the exchange or is held by the bot, as the bot is configured.
 */
export interface EnterSignal {
  readonly action: 'enter';
  readonly side: TradeSide;
  /** The rule that fired, shown in reports: `macdCrossover`. */
  readonly reason: string;
  /** The price the decision was taken on. */
  readonly price: number;
  /** Enters by a limit order at this price; at the market when left out. */
  readonly limitPrice?: number;
  /** With a limit price: how long the order may rest, milliseconds > 0; until it is withdrawn when left out. */
  readonly restMs?: number;
  /** With a limit price: rather no trade than one that takes liquidity. */
  readonly postOnly?: boolean;
  /** Closes the trade at the market once the price is there or worse. */
  readonly stopPrice?: number;
  /** With a stop price: closes by a limit order at this price instead of at the market, where the exchange holds the stop. */
  readonly stopLimitPrice?: number;
  /** Takes the trade's profit at this price. */
  readonly takeProfitPrice?: number;
  /** Closes the trade at the market once the price has turned back so far, quote units > 0, from its best. */
  readonly trailingOffset?: number;
}

/** Close one open trade at the market. */
export interface ExitSignal {
  readonly action: 'exit';
  readonly tradeId: string;
  readonly reason: string;
}

/** Move the prices of an entry that waits, or of what guards an open trade; what is not named stays. */
export interface AmendSignal {
  readonly action: 'amend';
  readonly tradeId: string;
  readonly reason: string;
  /** Of the entry. */
  readonly limitPrice?: number;
  /** Of a trade that has a stop. */
  readonly stopPrice?: number;
  /** Of a trade that has a target. */
  readonly takeProfitPrice?: number;
}

/** Withdraw what an entry has not filled yet; what has filled stays a trade. */
export interface WithdrawSignal {
  readonly action: 'withdraw';
  readonly tradeId: string;
  readonly reason: string;
}

/** A strategy's intent; risk decides what becomes an order. */
export type Signal = EnterSignal | ExitSignal | AmendSignal | WithdrawSignal;

/** An entry that was decided and may still fill. */
export interface PendingEntry {
  /** Of the trade it is to open, or has opened in part. */
  readonly tradeId: string;
  readonly side: TradeSide;
  /** Base units asked for. */
  readonly quantity: Decimal;
  /** Base units filled so far. */
  readonly filledQuantity: Decimal;
  /** Of a limit order; at the market when undefined. */
  readonly limitPrice: number | undefined;
  /** When it was decided, milliseconds since 1970 UTC. */
  readonly decidedAt: number;
}

/** What a strategy may know of its own trades. */
export interface TradesView {
  /** Oldest first. */
  readonly open: readonly OpenTrade[];
  /** Entries decided of which nothing has filled yet. */
  readonly pendingEntries: number;
  /** Entries that may still fill, oldest first; those that have filled in part are among the open trades as well. */
  readonly pending: readonly PendingEntry[];
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
  /**
   * A promise that no candle is kept after the call it was handed in. A backtest may then lend it the same candle again
   * and again, each time with the next one's values, which spares most of what handing out candles costs.
   */
  readonly forgetsCandles?: boolean;
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
