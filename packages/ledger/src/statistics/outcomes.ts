import type { BacktestMetrics, ClosedTrade } from '@fathom/contracts';
import { mean, median } from './moments.js';
import { percentOf } from './money.js';
import { total } from './sum.js';

/** A closed trade with the numbers everybody asks for, worked out once. */
export interface JudgedTrade {
  readonly trade: ClosedTrade;
  /** The exact profit as the nearest double. */
  readonly profit: number;
  readonly profitPercent: number;
  readonly durationMs: number;
}

/**
 * Profit / entry cost × 100. (freqtrade divides by the entry cost plus the entry fee, so its percents are closer to 0
 * by a factor of 1 + fee.)
 */
export function profitPercentOf(trade: Pick<ClosedTrade, 'profit' | 'entryCost'>): number {
  return percentOf(trade.profit, trade.entryCost);
}

export function judge(trade: ClosedTrade): JudgedTrade {
  const profit = trade.profit.toNumber();
  return { trade, profit, profitPercent: profitPercentOf(trade), durationMs: trade.closedAt - trade.openedAt };
}

/** A win has a profit > 0 after both fees, a draw exactly 0. */
export function isWin({ profit }: JudgedTrade): boolean {
  return profit > 0;
}

export function isLoss({ profit }: JudgedTrade): boolean {
  return profit < 0;
}

export function countOutcomes(trades: readonly JudgedTrade[]): { wins: number; draws: number; losses: number } {
  const wins = trades.filter(isWin).length;
  const losses = trades.filter(isLoss).length;
  return { wins, draws: trades.length - wins - losses, losses };
}

/** Counts, streaks and durations of the trades, given in the order they closed. */
export function tradeOutcomes(
  trades: readonly JudgedTrade[],
): Pick<
  BacktestMetrics,
  | 'totalTrades'
  | 'longTrades'
  | 'shortTrades'
  | 'longProfit'
  | 'shortProfit'
  | 'wins'
  | 'draws'
  | 'losses'
  | 'winRatePercent'
  | 'averageProfitPercent'
  | 'medianProfitPercent'
  | 'bestTrade'
  | 'worstTrade'
  | 'maxConsecutiveWins'
  | 'maxConsecutiveLosses'
  | 'durations'
  | 'winnerDurations'
  | 'loserDurations'
> {
  const counts = countOutcomes(trades);
  const percents = trades.map(({ profitPercent }) => profitPercent);
  const longs = trades.filter(({ trade }) => trade.side === 'long');
  const shorts = trades.filter(({ trade }) => trade.side === 'short');
  return {
    totalTrades: trades.length,
    longTrades: longs.length,
    shortTrades: shorts.length,
    longProfit: total(longs, ({ trade }) => trade.profit).toString(),
    shortProfit: total(shorts, ({ trade }) => trade.profit).toString(),
    ...counts,
    winRatePercent: trades.length === 0 ? null : (counts.wins / trades.length) * 100,
    averageProfitPercent: trades.length === 0 ? null : mean(percents),
    medianProfitPercent: median(percents),
    bestTrade: extreme(trades, (percent, best) => percent > best),
    worstTrade: extreme(trades, (percent, worst) => percent < worst),
    maxConsecutiveWins: longestStreak(trades, isWin),
    maxConsecutiveLosses: longestStreak(trades, isLoss),
    durations: durationsOf(trades),
    winnerDurations: durationsOf(trades.filter(isWin)),
    loserDurations: durationsOf(trades.filter(isLoss)),
  };
}

/** The first of equals; null of nothing. */
function extreme(
  trades: readonly JudgedTrade[],
  isBeyond: (percent: number, known: number) => boolean,
): BacktestMetrics['bestTrade'] {
  const [first] = trades;
  if (!first) return null;
  const { trade, profitPercent } = trades.reduce((known, next) =>
    isBeyond(next.profitPercent, known.profitPercent) ? next : known,
  );
  return { id: trade.id, profit: trade.profit.toString(), profitPercent };
}

/** A draw ends a streak of either kind. (freqtrade counts draws as losses here.) */
function longestStreak(trades: readonly JudgedTrade[], belongs: (trade: JudgedTrade) => boolean): number {
  let longest = 0;
  let streak = 0;
  for (const trade of trades) {
    streak = belongs(trade) ? streak + 1 : 0;
    longest = Math.max(longest, streak);
  }
  return longest;
}

function durationsOf(trades: readonly JudgedTrade[]): BacktestMetrics['durations'] {
  if (trades.length === 0) return null;
  let minMs = Number.POSITIVE_INFINITY;
  let maxMs = 0;
  for (const { durationMs } of trades) {
    minMs = Math.min(minMs, durationMs);
    maxMs = Math.max(maxMs, durationMs);
  }
  return { minMs, averageMs: mean(trades.map(({ durationMs }) => durationMs)), maxMs };
}
