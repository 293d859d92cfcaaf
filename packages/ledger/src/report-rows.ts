import type { BacktestReport, ClosedTrade } from '@fathom/contracts';
import { isoTime } from './civil-date.js';
import { exitText } from './exit-text.js';
import { moneyText } from './statistics/money.js';
import { profitPercentOf } from './statistics/profit-percent.js';
import type { EquityPoint } from './thinned-points.js';
import type { ValuedTrade } from './valued-trade.js';

/** A closed trade as the report's JSON holds it. */
export function reportTrade(trade: ClosedTrade): BacktestReport['trades'][number] {
  return {
    id: trade.id,
    side: trade.side,
    quantity: trade.quantity.toString(),
    openedAt: isoTime(trade.openedAt),
    closedAt: isoTime(trade.closedAt),
    entryOrderId: trade.entryOrderId,
    exitOrderId: trade.exitOrderId,
    entryPrice: trade.entryPrice.toString(),
    exitPrice: trade.exitPrice.toString(),
    entryLiquidity: trade.entryLiquidity,
    exitLiquidity: trade.exitLiquidity,
    fees: trade.entryFee.plus(trade.exitFee).plus(trade.rolloverFee).toString(),
    slippage: trade.slippage.toString(),
    profit: trade.profit.toString(),
    profitPercent: profitPercentOf(trade),
    entryReason: trade.entryReason,
    exitReason: exitText(trade),
  };
}

/** A trade left open as the report's JSON holds it. */
export function reportOpenTrade(trade: ValuedTrade): BacktestReport['openTrades'][number] {
  return {
    id: trade.id,
    side: trade.side,
    quantity: trade.quantity.toString(),
    openedAt: isoTime(trade.openedAt),
    entryOrderId: trade.entryOrderId,
    entryPrice: trade.entryPrice.toString(),
    lastPrice: trade.lastPrice.toString(),
    fees: trade.entryFee.plus(trade.rolloverFee).toString(),
    slippage: trade.slippage.toString(),
    profit: trade.profit.toString(),
    profitPercent: profitPercentOf(trade),
    entryReason: trade.entryReason,
  };
}

/** The equity curve as the report's JSON holds it. */
export function reportEquity(points: readonly EquityPoint[]): BacktestReport['equity'] {
  return points.map(({ time, equity }) => ({ time: isoTime(time), equity: moneyText(equity) }));
}
