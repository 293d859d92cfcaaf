import type { BacktestMetrics, ClosedTrade } from '@fathom/contracts';
import { mean, median } from './moments.js';
import { percentOf, total } from './money.js';

export type Outcome = 'win' | 'draw' | 'loss';

/** A win has a profit > 0 after both fees, a draw exactly 0. */
export function outcomeOf(trade: ClosedTrade): Outcome {
  if (trade.profit.isZero()) return 'draw';
  return trade.profit.isPositive() ? 'win' : 'loss';
}

/**
 * Profit / entry cost × 100. (freqtrade divides by the entry cost plus the entry fee, so its percents are closer to 0
 * by a factor of 1 + fee.)
 */
export function profitPercentOf(trade: Pick<ClosedTrade, 'profit' | 'entryCost'>): number {
  return percentOf(trade.profit, trade.entryCost);
}

export function countOutcomes(trades: readonly ClosedTrade[]): { wins: number; draws: number; losses: number } {
  const count = { win: 0, draw: 0, loss: 0 };
  for (const trade of trades) count[outcomeOf(trade)] += 1;
  return { wins: count.win, draws: count.draw, losses: count.loss };
}

/** Counts, streaks and durations of the trades, given in the order they closed. */
export function tradeOutcomes(
  trades: readonly ClosedTrade[],
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
  const percents = trades.map(profitPercentOf);
  const longs = trades.filter((trade) => trade.side === 'long');
  const shorts = trades.filter((trade) => trade.side === 'short');
  return {
    totalTrades: trades.length,
    longTrades: longs.length,
    shortTrades: shorts.length,
    longProfit: total(longs, (trade) => trade.profit).toString(),
    shortProfit: total(shorts, (trade) => trade.profit).toString(),
    ...counts,
    winRatePercent: trades.length === 0 ? null : (counts.wins / trades.length) * 100,
    averageProfitPercent: trades.length === 0 ? null : mean(percents),
    medianProfitPercent: median(percents),
    bestTrade: extreme(trades, (percent, best) => percent > best),
    worstTrade: extreme(trades, (percent, worst) => percent < worst),
    maxConsecutiveWins: longestStreak(trades, 'win'),
    maxConsecutiveLosses: longestStreak(trades, 'loss'),
    durations: durationsOf(trades),
    winnerDurations: durationsOf(trades.filter((trade) => outcomeOf(trade) === 'win')),
    loserDurations: durationsOf(trades.filter((trade) => outcomeOf(trade) === 'loss')),
  };
}

function extreme(
  trades: readonly ClosedTrade[],
  isBeyond: (percent: number, known: number) => boolean,
): BacktestMetrics['bestTrade'] {
  let found: NonNullable<BacktestMetrics['bestTrade']> | null = null;
  for (const trade of trades) {
    const profitPercent = profitPercentOf(trade);
    if (found && !isBeyond(profitPercent, found.profitPercent)) continue;
    found = { id: trade.id, profit: trade.profit.toString(), profitPercent };
  }
  return found;
}

/** A draw ends a streak of either kind. (freqtrade counts draws as losses here.) */
function longestStreak(trades: readonly ClosedTrade[], outcome: Outcome): number {
  let longest = 0;
  let streak = 0;
  for (const trade of trades) {
    streak = outcomeOf(trade) === outcome ? streak + 1 : 0;
    longest = Math.max(longest, streak);
  }
  return longest;
}

function durationsOf(trades: readonly ClosedTrade[]): BacktestMetrics['durations'] {
  if (trades.length === 0) return null;
  const all = trades.map((trade) => trade.closedAt - trade.openedAt);
  return {
    minMs: all.reduce((min, value) => Math.min(min, value)),
    averageMs: mean(all),
    maxMs: all.reduce((max, value) => Math.max(max, value)),
  };
}
