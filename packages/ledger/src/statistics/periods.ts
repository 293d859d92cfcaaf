import type { BacktestMetrics, ClosedTrade, Decimal } from '@fathom/contracts';
import { type CalendarPeriod, dayNumber, periodKey } from '../civil-date.js';
import type { EquityCurve } from '../equity-curve.js';
import { groupBy, groupMetrics } from './groups.js';
import { moneyText } from './money.js';

export type PeriodMetrics = BacktestMetrics['months'][number];

/**
 * A run cut into calendar periods (UTC), every one from its start to its end, empty ones too. Trades belong to the
 * period they closed in, so profits add up to the total; equity moves with open trades as well.
 */
export function byPeriod(
  trades: readonly ClosedTrade[],
  curve: EquityCurve,
  startBalance: Decimal,
  period: CalendarPeriod,
): PeriodMetrics[] {
  const { firstDay, equity } = curve.daily();
  const lastDay = firstDay + equity.length - 1;
  // The midnight that ends the run belongs to its last day.
  const closingPeriod = (trade: ClosedTrade) => periodKey(Math.min(dayNumber(trade.closedAt), lastDay), period);
  const tradesOf = groupBy(trades, closingPeriod);
  const daysOf = groupBy(equity.keys(), (index) => periodKey(firstDay + index, period));
  let startEquity = curve.startBalance;
  return [...daysOf].map(([key, days]) => {
    const endEquity = equity[days.at(-1) ?? 0] ?? startEquity;
    const returnPercent = startEquity > 0 ? (endEquity / startEquity - 1) * 100 : null;
    startEquity = endEquity;
    return {
      period: key,
      ...groupMetrics(tradesOf.get(key) ?? [], startBalance),
      endEquity: moneyText(endEquity),
      returnPercent,
    };
  });
}
