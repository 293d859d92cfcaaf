import type { BacktestMetrics, Decimal } from '@fathom/contracts';
import type { Drawdown } from '../drawdowns.js';
import { at } from './at.js';
import { deviation, mean } from './moments.js';
import { meanText } from './money.js';
import type { Tally } from './tally.js';

const PER_YEAR = Math.sqrt(365);

interface TradeRatioInput {
  /** Of the trades, as doubles. */
  readonly profits: Float64Array;
  readonly startBalance: Decimal;
  /** Sum of the trades' profits. */
  readonly closedProfit: Decimal;
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
  profits,
  startBalance,
  closedProfit,
  wholeDays,
  drawdown,
}: TradeRatioInput): Pick<BacktestMetrics, 'sharpeByTrades' | 'sortinoByTrades' | 'calmarByTrades'> {
  if (profits.length === 0 || wholeDays === null) {
    return { sharpeByTrades: null, sortinoByTrades: null, calmarByTrades: null };
  }
  const balance = startBalance.toNumber();
  const { returns, losses } = returnsOf(profits, balance);
  const perDay = closedProfit.toNumber() / balance / wholeDays;
  const spread = deviation(returns, 'population');
  const lossSpread = deviation(losses, 'population');
  return {
    sharpeByTrades: spread === null ? null : (perDay / spread) * PER_YEAR,
    sortinoByTrades: lossSpread === null ? null : (perDay / lossSpread) * PER_YEAR,
    calmarByTrades: drawdown === null ? null : ((perDay * 100) / (drawdown.percent / 100)) * PER_YEAR,
  };
}

/** Profits in parts of the balance, and the losses among them. */
function returnsOf(profits: Float64Array, balance: number): { returns: Float64Array; losses: Float64Array } {
  const returns = new Float64Array(profits.length);
  const losses = new Float64Array(profits.length);
  let lossCount = 0;
  for (let i = 0; i < profits.length; i++) {
    const value = at(profits, i) / balance;
    returns[i] = value;
    if (value < 0) losses[lossCount++] = value;
  }
  return { returns, losses: losses.subarray(0, lossCount) };
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
export function tradeQuality({
  profits,
  all,
  outcomes,
}: Tally): Pick<BacktestMetrics, 'sqn' | 'profitFactor' | 'expectancy' | 'expectancyRatio'> {
  const { trades, wins, losses } = all;
  const won = outcomes.of('win').profit;
  const lost = outcomes.of('loss').profit.abs();
  const spread = deviation(profits, 'sample');
  const meanWin = wins === 0 ? 0 : won.toNumber() / wins;
  const meanLoss = losses === 0 ? null : lost.toNumber() / losses;
  return {
    sqn: spread === null ? null : (Math.sqrt(trades) * mean(profits)) / spread,
    profitFactor: lost.isZero() ? null : won.toNumber() / lost.toNumber(),
    expectancy: meanText(all.profit, trades),
    expectancyRatio: meanLoss === null ? null : (1 + meanWin / meanLoss) * (wins / trades) - 1,
  };
}
