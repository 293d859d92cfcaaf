import type { RiskLimits } from '@fathom/contracts';
import type { LimitView } from '@fathom/dashboard';
import type { Ledger } from '@fathom/ledger';

interface LimitsNow {
  readonly limits: RiskLimits;
  readonly ledger: Ledger;
  /** By the exchange's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  /** The last price; nothing that depends on it is told before the first. */
  readonly price: number | undefined;
  /** Orders of the last minute. */
  readonly sent: number;
}

/** Each limit that is set, and how near the bot is to it. */
export function limitViews({ limits, ledger, now, price, sent }: LimitsNow): LimitView[] {
  const views: LimitView[] = [];
  const add = (name: string, value: number, limit: number, unit = '') =>
    views.push({ name, now: `${round(value)}${unit}`, limit: `${round(limit)}${unit}`, share: clamp(value / limit) });
  const {
    maxOpenTrades,
    maxExposure,
    maxExposurePercent,
    maxOrdersPerMinute,
    maxDailyLossPercent,
    priceCollarPercent,
  } = limits;
  if (maxOpenTrades !== undefined) add('Open trades', ledger.open.length + ledger.pendingEntries, maxOpenTrades);
  if (maxOrdersPerMinute !== undefined) add('Orders a minute', sent, maxOrdersPerMinute);
  if (price !== undefined) {
    const [exposure, equity] = [ledger.exposureAt(price), ledger.equityAt(price)];
    if (maxExposure !== undefined) add('Exposure', exposure, maxExposure);
    if (maxExposurePercent !== undefined)
      add('Exposure of equity', (100 * exposure) / equity, maxExposurePercent, ' %');
    if (maxDailyLossPercent !== undefined) {
      const lost = Math.max(0, (100 * (ledger.dayEquity - equity)) / ledger.dayEquity);
      add('Loss of the day', Number.isFinite(lost) ? lost : 0, maxDailyLossPercent, ' %');
    }
  }
  if (priceCollarPercent !== undefined) {
    views.push({ name: 'Price collar', now: 'asked at each entry', limit: `${priceCollarPercent} %`, share: 0 });
  }
  const { coolDown } = limits;
  if (coolDown !== undefined) {
    const [lost, isPausing] = lossesInARow(ledger, now, coolDown.minutes);
    views.push({
      name: `Cool-down of ${coolDown.minutes} min`,
      now: `${lost} lost in a row${isPausing && lost >= coolDown.losses ? ', pausing' : ''}`,
      limit: `${coolDown.losses} in a row`,
      share: clamp(lost / coolDown.losses),
    });
  }
  return views;
}

function lossesInARow({ closed }: Ledger, now: number, minutes: number): [count: number, isRecent: boolean] {
  let count = 0;
  while (count < 1000 && closed.at(closed.length - 1 - count)?.profit.isNegative() === true) count += 1;
  const last = closed.at(closed.length - 1);
  return [count, last !== undefined && now < last.closedAt + minutes * 60_000];
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
