import type { BacktestMetrics, Decimal } from '@fathom/contracts';
import type { Grouped } from './grouped.js';

/** Trades by why they were entered or left, most profitable first, then by name. */
export function reasonMetrics(reasons: Grouped<string>, startBalance: Decimal): BacktestMetrics['exitReasons'] {
  return reasons
    .entries()
    .map(([reason, group]) => ({
      reason,
      ...group.metrics(startBalance),
      averageProfitPercent: group.averagePercent,
      averageDurationMs: group.averageMs,
    }))
    .toSorted((a, b) => b.profitPercent - a.profitPercent || (a.reason < b.reason ? -1 : 1));
}
