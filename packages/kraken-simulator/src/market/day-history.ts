import type { Decimal } from '@fathom/contracts';
import type { DayStatistics } from './market.js';
import type { Print } from './print.js';
import { PrintSum } from './print-sum.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MINUTES = 1440;

interface Minute {
  readonly start: number;
  readonly sum: PrintSum;
}

/** What the last 24 hours and today (UTC) have seen, to the minute. Memory for at most 1,440 minutes. */
export class DayHistory {
  readonly #decimals: number;
  #minutes: Minute[] = [];
  #today: { readonly day: number; readonly sum: PrintSum } = { day: Number.NaN, sum: new PrintSum() };
  /** Joined minutes but the last one, and the first minute they were joined from. */
  #joined: { readonly sum: PrintSum; readonly count: number; readonly from: number } | undefined;

  constructor(priceDecimals: number) {
    this.#decimals = priceDecimals;
  }

  /** `cost` is price × quantity. */
  add(print: Print, cost: Decimal): void {
    const day = Math.floor(print.time / DAY_MS);
    if (this.#today.day !== day) this.#today = { day, sum: new PrintSum() };
    this.#today.sum.add(print, cost);
    const start = Math.floor(print.time / MINUTE_MS) * MINUTE_MS;
    let minute = this.#minutes.at(-1);
    if (minute?.start !== start) {
      minute = { start, sum: new PrintSum() };
      this.#minutes.push(minute);
      this.#joined = undefined;
      if (this.#minutes.length > 2 * MINUTES) this.#minutes = this.#minutes.slice(-MINUTES);
    }
    minute.sum.add(print, cost);
  }

  lastDay(now: number): DayStatistics {
    const from = Math.floor((now - DAY_MS) / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    const all = new PrintSum();
    all.join(this.#before(from));
    const newest = this.#minutes.at(-1);
    if (newest !== undefined && newest.start >= from) all.join(newest.sum);
    return this.#statistics(all);
  }

  today(now: number): DayStatistics {
    const isToday = this.#today.day === Math.floor(now / DAY_MS);
    return this.#statistics(isToday ? this.#today.sum : new PrintSum());
  }

  /** Everything from then on but the newest minute; computed anew once a minute. */
  #before(from: number): PrintSum {
    if (this.#joined?.from === from && this.#joined.count === this.#minutes.length) return this.#joined.sum;
    const sum = new PrintSum();
    for (const minute of this.#minutes.slice(0, -1)) if (minute.start >= from) sum.join(minute.sum);
    this.#joined = { sum, count: this.#minutes.length, from };
    return sum;
  }

  #statistics(sum: PrintSum): DayStatistics {
    const isEmpty = sum.trades === 0;
    return {
      open: isEmpty ? undefined : sum.open.toFixed(this.#decimals),
      high: isEmpty ? undefined : sum.high.toFixed(this.#decimals),
      low: isEmpty ? undefined : sum.low.toFixed(this.#decimals),
      vwap: isEmpty ? undefined : sum.vwap(this.#decimals),
      volume: sum.volume,
      trades: sum.trades,
    };
  }
}
