import type { BacktestMetrics, ClosedTrade, Decimal } from '@fathom/contracts';
import type { Drawdown } from '../drawdowns.js';
import { deviation, mean } from './moments.js';
import { meanText, total } from './money.js';

const PER_YEAR = Math.sqrt(365);

interface TradeRatioInput {
  readonly trades: readonly ClosedTrade[];
  readonly startBalance: Decimal;
  /** Whole days between the first and the last candle's open times, at least 1; null with fewer than two candles. */
  readonly wholeDays: number | null;
  /** The largest fall, in money, of the balance after each closed trade. */
  readonly drawdown: Drawdown | null;
}

/**
 * Sharpe, Sortino and Calmar on closed trades as freqtrade defines them (freqtrade/data/metrics.py,
 * calculate_sharpe, calculate_sortino, calculate_calmar), with r = profits / starting balance and
 * m = sum of r / whole days:
 * - Sharpe: m / population standard deviation of r × √365
 * - Sortino: m / population standard deviation of the negative r (around their own mean, not 0) × √365
 * - Calmar: 100 · m / drawdown fraction at the largest fall in money × √365
 *
 * Trade returns stand where daily returns should, and a ratio of a growth rate is annualised with a root: read them
 * only beside freqtrade's. Null where freqtrade gives 0 (no trades, one candle) or −100 (divisor 0).
 */
export function ratiosByTrades({
  trades,
  startBalance,
  wholeDays,
  drawdown,
}: TradeRatioInput): Pick<BacktestMetrics, 'sharpeByTrades' | 'sortinoByTrades' | 'calmarByTrades'> {
  if (trades.length === 0 || wholeDays === null) {
    return { sharpeByTrades: null, sortinoByTrades: null, calmarByTrades: null };
  }
  const returns = trades.map((trade) => trade.profit.toNumber() / startBalance.toNumber());
  const perDay = total(trades, (trade) => trade.profit).toNumber() / startBalance.toNumber() / wholeDays;
  const spread = deviation(returns, 'population');
  const lossSpread = deviation(
    returns.filter((value) => value < 0),
    'population',
  );
  return {
    sharpeByTrades: spread === null ? null : (perDay / spread) * PER_YEAR,
    sortinoByTrades: lossSpread === null ? null : (perDay / lossSpread) * PER_YEAR,
    calmarByTrades: drawdown === null ? null : ((perDay * 100) / (drawdown.percent / 100)) * PER_YEAR,
  };
}

/**
 * What one trade is worth:
 * - SQN, system quality number (Van K. Tharp; freqtrade calculate_sqn): √n × mean / sample standard deviation of profits.
 * - Profit factor: sum of wins / |sum of losses|.
 * - Expectancy: mean profit of a trade, in money (= win rate × mean win − loss rate × mean loss).
 * - Expectancy ratio (freqtrade calculate_expectancy): (1 + mean win / mean loss) × win rate − 1. Without draws it
 *   is expectancy / mean loss.
 *
 * Null without trades, without losses (profit factor, expectancy ratio) or without variance (SQN).
 */
export function tradeQuality(
  trades: readonly ClosedTrade[],
): Pick<BacktestMetrics, 'sqn' | 'profitFactor' | 'expectancy' | 'expectancyRatio'> {
  const wins = trades.filter((trade) => trade.profit.isPositive());
  const losses = trades.filter((trade) => trade.profit.isNegative());
  const won = total(wins, (trade) => trade.profit);
  const lost = total(losses, (trade) => trade.profit).abs();
  const profits = trades.map((trade) => trade.profit.toNumber());
  const spread = deviation(profits, 'sample');
  const meanWin = wins.length === 0 ? 0 : won.toNumber() / wins.length;
  const meanLoss = losses.length === 0 ? null : lost.toNumber() / losses.length;
  return {
    sqn: spread === null ? null : (Math.sqrt(trades.length) * mean(profits)) / spread,
    profitFactor: lost.isZero() ? null : won.toNumber() / lost.toNumber(),
    expectancy: meanText(won.minus(lost), trades.length),
    expectancyRatio: meanLoss === null ? null : (1 + meanWin / meanLoss) * (wins.length / trades.length) - 1,
  };
}
