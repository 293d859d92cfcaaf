import type { OrderPurpose, OrderSide, OrderStatus, Plot, TradeSide } from '@fathom/contracts';
import type { TradeColumns } from '../report/report-data.js';

// What pages are told, as JSON. Amounts are decimal strings in base or quote units, times milliseconds since 1970 UTC,
// prices that are only drawn are numbers.

/** How real a bot is: real money, Kraken's validation only, the real market without orders, a recorded market. */
export type BotMode = 'live' | 'validate' | 'paper' | 'rehearsal';

/** What a bot is; it does not change while it runs. */
export interface BotAbout {
  /** `197`, the same in logs and orders. */
  readonly id: string;
  readonly name: string;
  readonly mode: BotMode;
  /** `BTC/USD`. */
  readonly pair: string;
  readonly base: string;
  readonly quote: string;
  readonly priceDecimals: number;
  /** Minutes. */
  readonly interval: number;
  readonly strategy: string;
  /** How its indicators are drawn. */
  readonly plots: readonly Plot[];
  /** When this run began. */
  readonly startedAt: number;
}

export interface OpenTradeView {
  readonly id: string;
  readonly side: TradeSide;
  readonly quantity: string;
  readonly entryPrice: string;
  readonly openedAt: number;
  readonly reason: string;
  /** Where its stop and target stand, resting or watched; undefined without one. */
  readonly stopPrice?: string;
  readonly targetPrice?: string;
  /** At the last price, after the fees paid so far. */
  readonly profit: string;
  readonly profitPercent: number;
  readonly isClosing: boolean;
}

/** How a bot stands now. */
export interface BotStatus {
  /** By the exchange's clock. */
  readonly time: number;
  readonly state: 'trading' | 'halted' | 'stopping' | 'ended' | 'failed';
  /** Why it is not trading. */
  readonly reason?: string;
  readonly equity: string;
  readonly cash: string;
  readonly holding: string;
  readonly startBalance: string;
  /** Change of equity since the UTC day began; null when that is not known. */
  readonly today: { readonly profit: string; readonly percent: number } | null;
  /** Below the highest equity seen by this run, in percent of it, ≥ 0. */
  readonly drawdownPercent: number;
  readonly price: { readonly last: number; readonly bid?: number; readonly ask?: number };
  readonly openTrades: readonly OpenTradeView[];
  readonly closedTrades: number;
  readonly unknownOrders: number;
  /** Since the last market data; null before the first. */
  readonly feedAgeMs: number | null;
  /** From the exchange's time of the last market data to its arrival. */
  readonly feedLagMs: number | null;
  readonly outages: number;
  /** Calls the exchange still allows at once; undefined where none are counted. */
  readonly rateBudget?: number;
}

/** `[openTime, open, high, low, close, volume]`. */
export type CandleRow = readonly [number, number, number, number, number, number];

/** Entry or exit on the chart. */
export interface ChartMark {
  readonly time: number;
  readonly side: OrderSide;
  readonly price: string;
  readonly reason: string;
  /** Of an exit: what the trade came to. */
  readonly profit?: string;
}

export interface ChartView {
  /** Oldest first, at most some 1,500; the last one is still growing if `isGrowing`. */
  readonly candles: readonly CandleRow[];
  readonly isGrowing: boolean;
  /** Values by the plot's name, one for each closed candle, null where there was none. */
  readonly indicators: Readonly<Record<string, readonly (number | null)[]>>;
  readonly marks: readonly ChartMark[];
}

/** A part of the closed trades, oldest first. */
export interface TradesPage {
  readonly from: number;
  readonly total: number;
  readonly trades: TradeColumns;
}

export interface OrderView {
  readonly clientOrderId: string;
  readonly exchangeOrderId: string;
  readonly purpose: OrderPurpose;
  readonly tradeId: string;
  readonly side: OrderSide;
  readonly type: string;
  readonly quantity: string;
  readonly filled: string;
  readonly price: string | null;
  readonly averagePrice: string | null;
  readonly status: OrderStatus;
  readonly reason: string;
  readonly time: number;
  /** What is being done about it, when its fate is not known. */
  readonly note?: string;
}

export interface EventView {
  readonly sequence: number;
  readonly time: number;
  readonly type: string;
  /** The event without its type and time, one line of JSON. */
  readonly text: string;
}

export interface LogLine {
  /** Counts up; ask for what comes after it. */
  readonly number: number;
  readonly time: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

/** A limit and how near it is. */
export interface LimitView {
  readonly name: string;
  readonly limit: string;
  readonly now: string;
  /** 0: far away, 1: reached. */
  readonly share: number;
}

/** One setting; secrets are blanked before they get here. */
export interface SettingView {
  readonly name: string;
  readonly value: string;
}
