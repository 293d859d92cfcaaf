import type { BacktestMetrics } from '@fathom/contracts';
import type { EquityCurve } from '../equity-curve.js';
import { deviation, mean } from './moments.js';

/** Crypto markets never close. */
const DAYS_PER_YEAR = 365;

/**
 * Returns of the UTC days of a run: equity at a day's end / equity at the end of the day before − 1, the starting
 * balance before the first. A day without candles returns 0; the first and last day may be partial.
 * Null when equity was ever zero or less: there is no return on nothing.
 */
function dailyReturns(curve: EquityCurve): Float64Array | null {
  const { equity } = curve.daily();
  const returns = new Float64Array(equity.length);
  let before = curve.startBalance;
  for (const [day, value] of equity.entries()) {
    if (value <= 0) return null;
    returns[day] = value / before - 1;
    before = value;
  }
  return returns;
}

/**
 * Compound annual growth rate in percent, (final / start)^(365 / days) − 1.
 * Null without time or when final is negative, and where so short a run grows to no finite number.
 */
export function annualGrowthPercent(startBalance: number, finalEquity: number, days: number): number | null {
  if (days <= 0 || finalEquity < 0) return null;
  const growth = ((finalEquity / startBalance) ** (DAYS_PER_YEAR / days) - 1) * 100;
  return Number.isFinite(growth) ? growth : null;
}

/**
 * The standard ratios, on daily equity with a risk-free rate of 0, per year:
 * - Sharpe (W. F. Sharpe, "The Sharpe Ratio", 1994): mean / sample standard deviation of daily returns × √365.
 * - Sortino (Sortino & Price, 1994), target 0: mean / √(sum of squared negative returns / number of all days) × √365.
 * - Calmar (T. W. Young, 1991): compound annual growth / the largest drawdown in percent of its peak. Young takes
 *   36 months; this takes the whole run.
 *
 * Null each when its divisor is zero or undefined.
 */
export function ratiosByDay(
  curve: EquityCurve,
  cagrPercent: number | null,
): Pick<BacktestMetrics, 'sharpe' | 'sortino' | 'calmar'> {
  const drawdown = curve.relativeDrawdown;
  const calmar = cagrPercent === null || drawdown === null ? null : cagrPercent / drawdown.percent;
  const returns = dailyReturns(curve);
  if (returns === null) return { sharpe: null, sortino: null, calmar };
  const spread = deviation(returns, 'sample');
  const downside = Math.sqrt(mean(returns.map((value) => (value < 0 ? value * value : 0))));
  const perYear = mean(returns) * Math.sqrt(DAYS_PER_YEAR);
  return {
    sharpe: spread === null ? null : perYear / spread,
    sortino: downside > 0 ? perYear / downside : null,
    calmar,
  };
}
