import { type BacktestMetrics, type ClosedTrade, Decimal } from '@fathom/contracts';
import { dayNumber, isoDate } from '../civil-date.js';
import { groupBy } from './groups.js';
import { total } from './money.js';

/**
 * UTC days by the profit of the trades that closed on them, from the first such day to the last, days between
 * without trades counting as drawn (freqtrade generate_daily_stats). `trades` in the order they closed.
 */
export function closingDays(
  trades: readonly ClosedTrade[],
): Pick<BacktestMetrics, 'bestDay' | 'worstDay' | 'daysWon' | 'daysDrawn' | 'daysLost'> {
  const tradesOf = groupBy(trades, (trade) => dayNumber(trade.closedAt));
  const days = [...tradesOf].map(([day, members]) => ({ day, profit: total(members, (trade) => trade.profit) }));
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return { bestDay: null, worstDay: null, daysWon: 0, daysDrawn: 0, daysLost: 0 };
  const idle = Array.from({ length: last.day - first.day }, (_, i) => first.day + i).find((day) => !tradesOf.has(day));
  if (idle !== undefined) days.push({ day: idle, profit: Decimal.ZERO });
  const best = days.reduce((a, b) => (b.profit.isGreaterThan(a.profit) ? b : a));
  const worst = days.reduce((a, b) => (b.profit.isLessThan(a.profit) ? b : a));
  const daysWon = days.filter(({ profit }) => profit.isPositive()).length;
  const daysLost = days.filter(({ profit }) => profit.isNegative()).length;
  return {
    bestDay: { date: isoDate(best.day), profit: best.profit.toString() },
    worstDay: { date: isoDate(worst.day), profit: worst.profit.toString() },
    daysWon,
    daysDrawn: last.day - first.day + 1 - daysWon - daysLost,
    daysLost,
  };
}
