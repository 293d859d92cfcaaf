import type { BacktestReport } from '@fathom/contracts';
import type { DataGap, ReportRun, TradeColumns } from './report-data.js';

export interface ReportRunOptions {
  /** What tells it from the others. */
  readonly label: string;
  readonly gaps?: readonly DataGap[];
  readonly candles?: ReportRun['candles'];
}

/** A report turned from rows to columns, which compress to a tenth and are read at once. */
export function reportRun(report: BacktestReport, { label, gaps, candles }: ReportRunOptions): ReportRun {
  const { trades, equity, ...summary } = report;
  return {
    label,
    summary,
    trades: columnsOf(trades),
    equity: {
      time: equity.map(({ time }) => instantOf(time)),
      value: equity.map((point) => Number(point.equity)),
    },
    gaps,
    candles,
  };
}

function columnsOf(trades: BacktestReport['trades']): TradeColumns {
  return {
    id: trades.map(({ id }) => id),
    side: trades.map(({ side }) => side),
    quantity: trades.map(({ quantity }) => quantity),
    openedAt: trades.map(({ openedAt }) => instantOf(openedAt)),
    closedAt: trades.map(({ closedAt }) => instantOf(closedAt)),
    entryPrice: trades.map(({ entryPrice }) => entryPrice),
    exitPrice: trades.map(({ exitPrice }) => exitPrice),
    fees: trades.map(({ fees }) => fees),
    slippage: trades.map(({ slippage }) => slippage),
    profit: trades.map(({ profit }) => profit),
    profitPercent: trades.map(({ profitPercent }) => profitPercent),
    entryReason: trades.map(({ entryReason }) => entryReason),
    exitReason: trades.map(({ exitReason }) => exitReason),
  };
}

/** An ISO time as milliseconds since 1970 UTC. */
function instantOf(text: string): number {
  return Date.parse(text);
}
