import type { BacktestMetrics, ClosedTrade } from '@fathom/contracts';
import { at } from './at.js';
import { median } from './moments.js';
import type { Tally } from './tally.js';

/** Counts, streaks and durations of the trades. */
export function tradeOutcomes(
  tally: Tally,
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
  const { trades, percents, all, sides, outcomes } = tally;
  const longs = sides.of('long');
  const shorts = sides.of('short');
  const { highest, lowest } = extremes(percents);
  const streaks = longestStreaks(tally.profits);
  const reported = (row: number) => reportExtreme(trades.at(row), percents[row]);
  return {
    totalTrades: all.trades,
    longTrades: longs.trades,
    shortTrades: shorts.trades,
    longProfit: longs.profit.toString(),
    shortProfit: shorts.profit.toString(),
    wins: all.wins,
    draws: all.draws,
    losses: all.losses,
    winRatePercent: all.trades === 0 ? null : (all.wins / all.trades) * 100,
    averageProfitPercent: all.trades === 0 ? null : all.averagePercent,
    medianProfitPercent: median(percents),
    bestTrade: reported(highest),
    worstTrade: reported(lowest),
    maxConsecutiveWins: streaks.wins,
    maxConsecutiveLosses: streaks.losses,
    durations: all.durations,
    winnerDurations: outcomes.of('win').durations,
    loserDurations: outcomes.of('loss').durations,
  };
}

/** Where the highest and the lowest value stand; the first of equals. */
function extremes(values: Float64Array): { highest: number; lowest: number } {
  let highest = 0;
  let lowest = 0;
  for (let i = 1; i < values.length; i++) {
    const value = at(values, i);
    if (value > at(values, highest)) highest = i;
    if (value < at(values, lowest)) lowest = i;
  }
  return { highest, lowest };
}

function reportExtreme(trade: ClosedTrade | undefined, profitPercent = 0): BacktestMetrics['bestTrade'] {
  return trade === undefined ? null : { id: trade.id, profit: trade.profit.toString(), profitPercent };
}

/** The most wins and the most losses in a row; a draw ends a streak of either kind. (freqtrade counts it a loss.) */
function longestStreaks(profits: Float64Array): { wins: number; losses: number } {
  const longest = { wins: 0, losses: 0 };
  let wins = 0;
  let losses = 0;
  for (let i = 0; i < profits.length; i++) {
    const profit = at(profits, i);
    wins = profit > 0 ? wins + 1 : 0;
    losses = profit < 0 ? losses + 1 : 0;
    if (wins > longest.wins) longest.wins = wins;
    if (losses > longest.losses) longest.losses = losses;
  }
  return longest;
}
