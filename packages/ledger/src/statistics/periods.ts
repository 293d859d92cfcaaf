import type { BacktestMetrics, Decimal } from '@fathom/contracts';
import { type CalendarPeriod, periodKey } from '../civil-date.js';
import type { EquityCurve } from '../equity-curve.js';
import type { Grouped } from './grouped.js';
import { moneyText } from './money.js';
import { type TradeList, tallyOf } from './tally.js';
import { TradeGroup } from './trade-group.js';

export type PeriodMetrics = BacktestMetrics['months'][number];

interface Period {
  readonly key: string;
  readonly group: TradeGroup;
  endEquity: number;
}

/**
 * A run cut into calendar periods (UTC), every one from its start to its end, empty ones too. Trades belong to the
 * period they closed in, so profits add up to the total; equity moves with open trades as well.
 */
export function byPeriod(
  trades: TradeList,
  curve: EquityCurve,
  startBalance: Decimal,
  period: CalendarPeriod,
): PeriodMetrics[] {
  return periodMetrics(tallyOf(trades, startBalance, curve.startTime).days, curve, startBalance, period);
}

/** The same for trades grouped by the day they closed on. */
export function periodMetrics(
  days: Grouped<number>,
  curve: EquityCurve,
  startBalance: Decimal,
  kind: CalendarPeriod,
): PeriodMetrics[] {
  const { firstDay, equity } = curve.daily();
  const periods: Period[] = [];
  const periodOf: Period[] = [];
  for (const [index, endEquity] of equity.entries()) {
    const key = periodKey(firstDay + index, kind);
    let period = periods.at(-1);
    if (period?.key !== key) {
      period = { key, group: new TradeGroup(), endEquity };
      periods.push(period);
    }
    period.endEquity = endEquity;
    periodOf.push(period);
  }
  for (const [day, group] of days.entries()) {
    // A trade at the very midnight that ends the run belongs to its last day.
    periodOf[Math.max(0, Math.min(day - firstDay, periodOf.length - 1))]?.group.merge(group);
  }
  let startEquity = curve.startBalance;
  return periods.map(({ key, group, endEquity }) => {
    const returnPercent = startEquity > 0 ? (endEquity / startEquity - 1) * 100 : null;
    startEquity = endEquity;
    return { period: key, ...group.metrics(startBalance), endEquity: moneyText(endEquity), returnPercent };
  });
}
