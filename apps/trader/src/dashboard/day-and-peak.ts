import type { Decimal } from '@fathom/contracts';
import type { BotStatus } from '@fathom/dashboard';
import type { Ledger } from '@fathom/ledger';

const DAY_MS = 86_400_000;

interface Look {
  /** By the exchange's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  readonly equity: Decimal | undefined;
  readonly ledger: Pick<Ledger, 'dayEquity' | 'dayMarkedAt'>;
}

/** What equity is measured against: its first of the UTC day, and its highest of this run. */
export class DayAndPeak {
  private day = Number.NaN;
  private begin: number | undefined;
  private peak = Number.NEGATIVE_INFINITY;

  look({ now, equity, ledger }: Look): Pick<BotStatus, 'today' | 'drawdownPercent'> {
    if (equity === undefined) return { today: null, drawdownPercent: 0 };
    const value = equity.toNumber();
    this.peak = Math.max(this.peak, value);
    const drawdownPercent = this.peak > 0 ? (100 * (this.peak - value)) / this.peak : 0;
    const begin = this.beginOf(Math.floor(now / DAY_MS), value, ledger);
    if (begin === undefined || begin <= 0) return { today: null, drawdownPercent };
    const profit = value - begin;
    return { today: { profit: profit.toFixed(5), percent: (100 * profit) / begin }, drawdownPercent };
  }

  /** The ledger's mark when it has one of today; else the first seen of a day whose midnight was seen. */
  private beginOf(day: number, value: number, { dayEquity, dayMarkedAt }: Look['ledger']): number | undefined {
    if (Math.floor(dayMarkedAt / DAY_MS) === day) return dayEquity;
    if (day !== this.day) {
      // Of the day it was started in nobody knows how it began.
      this.begin = Number.isNaN(this.day) ? undefined : value;
      this.day = day;
    }
    return this.begin;
  }
}
