import type { ClosedTrade, RiskLimits } from '@fathom/contracts';
import type { Refusal } from '../entry-rules.js';
import { OrderRate } from './order-rate.js';

/** What an entry is judged by. Money in quote units, times in milliseconds since 1970 UTC. */
export interface RiskView {
  readonly time: number;
  /** The price the entry was decided on, and the one it would meet now; the same where no book is known. */
  readonly decisionPrice: number;
  readonly marketPrice: number;
  /** Price × quantity of the entry. */
  readonly cost: number;
  readonly equity: number;
  /** Equity as the UTC day began. */
  readonly dayEquity: number;
  /** Value of what is held or owed already, and of entries on their way. */
  readonly exposure: number;
  readonly openTrades: number;
  readonly pendingEntries: number;
  /** Finished trades, oldest first. */
  readonly closed: { readonly length: number; at(index: number): ClosedTrade | undefined };
}

/**
 * Says no to entries that break a limit. It never stands in the way of an exit: a rule that keeps a position open is
 * the greater risk.
 */
export class Risk {
  private readonly limits: RiskLimits;
  private readonly rate = new OrderRate();
  constructor(limits: RiskLimits) {
    this.limits = limits;
  }

  orderSent(time: number): void {
    this.rate.sent(time);
  }

  /** Whether `time` lies in another UTC day than `marked`; then the day's first equity is due to be kept. */
  isNewDay(time: number, marked: number): boolean {
    return dayOf(time) !== dayOf(marked);
  }

  /** Why the entry is turned down, or undefined. */
  refusal(view: RiskView): Refusal | undefined {
    return (
      this.openTradesRefusal(view) ??
      this.exposureRefusal(view) ??
      this.rateRefusal(view) ??
      this.collarRefusal(view) ??
      this.dailyLossRefusal(view) ??
      this.coolDownRefusal(view)
    );
  }

  private openTradesRefusal({ openTrades, pendingEntries }: RiskView): Refusal | undefined {
    const { maxOpenTrades } = this.limits;
    const open = openTrades + pendingEntries;
    if (maxOpenTrades === undefined || open < maxOpenTrades) return undefined;
    return { rule: 'open trades', reason: `${open} trades are open, and ${maxOpenTrades} is the most` };
  }

  private exposureRefusal({ exposure, cost, equity }: RiskView): Refusal | undefined {
    const { maxExposure, maxExposurePercent } = this.limits;
    const most = maxExposurePercent === undefined ? maxExposure : (equity * maxExposurePercent) / 100;
    if (most === undefined || exposure + cost <= most) return undefined;
    return {
      rule: 'exposure',
      reason: `${exposure} held and ${cost} more would be above the ${most} that may be held`,
    };
  }

  private rateRefusal({ time }: RiskView): Refusal | undefined {
    const { maxOrdersPerMinute } = this.limits;
    if (maxOrdersPerMinute === undefined) return undefined;
    const sent = this.rate.within(time);
    if (sent < maxOrdersPerMinute) return undefined;
    return { rule: 'order rate', reason: `${sent} orders within a minute, and ${maxOrdersPerMinute} is the most` };
  }

  private collarRefusal({ decisionPrice, marketPrice }: RiskView): Refusal | undefined {
    const { priceCollarPercent } = this.limits;
    if (priceCollarPercent === undefined) return undefined;
    const percent = (100 * Math.abs(marketPrice - decisionPrice)) / decisionPrice;
    // A price that is not a number is as far away as can be.
    if (percent <= priceCollarPercent) return undefined;
    return {
      rule: 'price collar',
      reason: `the market is at ${marketPrice}, more than ${priceCollarPercent} % from ${decisionPrice}`,
    };
  }

  private dailyLossRefusal({ equity, dayEquity }: RiskView): Refusal | undefined {
    const { maxDailyLossPercent } = this.limits;
    if (maxDailyLossPercent === undefined) return undefined;
    const lost = (100 * (dayEquity - equity)) / dayEquity;
    if (lost < maxDailyLossPercent) return undefined;
    return {
      rule: 'daily loss',
      reason: `equity fell from ${dayEquity} to ${equity} today, and ${maxDailyLossPercent} % is the most`,
    };
  }

  private coolDownRefusal({ time, closed }: RiskView): Refusal | undefined {
    const { coolDown } = this.limits;
    if (coolDown === undefined) return undefined;
    const last = closed.at(closed.length - 1);
    const end = (last?.closedAt ?? Number.NEGATIVE_INFINITY) + coolDown.minutes * 60_000;
    if (time >= end || closed.length < coolDown.losses) return undefined;
    for (let back = 1; back <= coolDown.losses; back += 1) {
      if (closed.at(closed.length - back)?.profit.isNegative() !== true) return undefined;
    }
    return {
      rule: 'cool-down',
      reason: `the last ${coolDown.losses} trades lost, ${coolDown.minutes} minutes of pause`,
    };
  }
}

function dayOf(time: number): number {
  return Math.floor(time / 86_400_000);
}
