import type { BacktestReport } from '@fathom/contracts';

type ReportTrade = BacktestReport['trades'][number];

/**
 * Closed trades by column, in order of closing. Amounts are decimal strings as the report has them, so that nothing a
 * person reads went through a double.
 */
export interface TradeColumns {
  readonly id: readonly string[];
  readonly side: readonly ReportTrade['side'][];
  readonly quantity: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly openedAt: readonly number[];
  readonly closedAt: readonly number[];
  readonly entryPrice: readonly string[];
  readonly exitPrice: readonly string[];
  readonly fees: readonly string[];
  readonly slippage: readonly string[];
  readonly profit: readonly string[];
  readonly profitPercent: readonly number[];
  readonly entryReason: readonly string[];
  readonly exitReason: readonly string[];
}

/** A stretch without candles: open time of the first that is missing, and of the first that is there again. */
export type DataGap = readonly [from: number, until: number];

/** One backtest as the page reads it. */
export interface ReportRun {
  /** What tells it from the others: the strategy, or the file it was read from. */
  readonly label: string;
  readonly summary: Omit<BacktestReport, 'trades' | 'equity'>;
  readonly trades: TradeColumns;
  /** Equity at instants (milliseconds since 1970 UTC), as a double: to be drawn, not to be added up. */
  readonly equity: { readonly time: readonly number[]; readonly value: readonly number[] };
  /** Where candles are missing; undefined when only their number is known. */
  readonly gaps: readonly DataGap[] | undefined;
  /** Candles of the run, packed; undefined when it was read from a JSON report, which has none. */
  readonly candles: { readonly count: number; readonly priceDecimals: number } | undefined;
}
