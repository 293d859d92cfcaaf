import { type BacktestMetrics, Decimal } from '@fathom/contracts';
import { isoDate } from '../civil-date.js';
import type { Grouped } from './grouped.js';

/**
 * UTC days by the profit of the trades that closed on them, from the first such day to the last, days between
 * without trades counting as drawn (freqtrade generate_daily_stats). `groups` in the order of their days.
 */
export function closingDays(
  groups: Grouped<number>,
): Pick<BacktestMetrics, 'bestDay' | 'worstDay' | 'daysWon' | 'daysDrawn' | 'daysLost'> {
  const days = groups.entries().map(([day, { profit }]) => ({ day, profit }));
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return { bestDay: null, worstDay: null, daysWon: 0, daysDrawn: 0, daysLost: 0 };
  const beforeIdle = days.find(({ day }, i) => (days[i + 1]?.day ?? day + 1) > day + 1);
  if (beforeIdle) days.push({ day: beforeIdle.day + 1, profit: Decimal.ZERO });
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
