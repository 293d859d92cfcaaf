import type { BacktestMetrics, ClosedTrade, Decimal } from '@fathom/contracts';
import { mean } from './moments.js';
import { percentOf, total } from './money.js';
import { countOutcomes, profitPercentOf } from './outcomes.js';

type ReasonMetrics = BacktestMetrics['exitReasons'][number];

/** What all kinds of groups of trades tell; profit in percent of the starting balance, so that groups add up. */
export function groupMetrics(
  trades: readonly ClosedTrade[],
  startBalance: Decimal,
): Pick<ReasonMetrics, 'trades' | 'wins' | 'draws' | 'losses' | 'profit' | 'profitPercent'> {
  const profit = total(trades, (trade) => trade.profit);
  return {
    trades: trades.length,
    ...countOutcomes(trades),
    profit: profit.toString(),
    profitPercent: percentOf(profit, startBalance),
  };
}

/** Trades by why they were entered or left, most profitable first, then by name. */
export function byReason(
  trades: readonly ClosedTrade[],
  reason: 'entryReason' | 'exitReason',
  startBalance: Decimal,
): ReasonMetrics[] {
  const groups = groupBy(trades, (trade) => trade[reason]);
  return [...groups]
    .map(([name, members]) => ({
      reason: name,
      ...groupMetrics(members, startBalance),
      averageProfitPercent: mean(members.map(profitPercentOf)),
      averageDurationMs: mean(members.map((trade) => trade.closedAt - trade.openedAt)),
    }))
    .toSorted((a, b) => b.profitPercent - a.profitPercent || (a.reason < b.reason ? -1 : 1));
}

/** Groups in the order their keys first appear. */
export function groupBy<Key, T>(items: Iterable<T>, keyOf: (item: T) => Key): Map<Key, T[]> {
  const groups = new Map<Key, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
