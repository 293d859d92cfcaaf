import { type BacktestMetrics, Decimal, DecimalSum } from '@fathom/contracts';
import { percentOf } from './money.js';

/** Some of the trades, added up. */
export class TradeGroup {
  trades = 0;
  wins = 0;
  losses = 0;
  private readonly sum = new DecimalSum(Decimal.ZERO);
  private percents = 0;
  private totalMs = 0;
  private minMs = Number.POSITIVE_INFINITY;
  private maxMs = 0;

  /** Hot: called for every trade by each of its groups. */
  add(profit: Decimal, outcome: Outcome, percent: number, durationMs: number): void {
    this.trades += 1;
    if (outcome === 'win') this.wins += 1;
    else if (outcome === 'loss') this.losses += 1;
    this.sum.add(profit);
    this.percents += percent;
    this.totalMs += durationMs;
    if (durationMs < this.minMs) this.minMs = durationMs;
    if (durationMs > this.maxMs) this.maxMs = durationMs;
  }

  /** Takes in the trades of another group. */
  merge(other: TradeGroup): void {
    this.trades += other.trades;
    this.wins += other.wins;
    this.losses += other.losses;
    this.sum.add(other.profit);
    this.percents += other.percents;
    this.totalMs += other.totalMs;
    this.minMs = Math.min(this.minMs, other.minMs);
    this.maxMs = Math.max(this.maxMs, other.maxMs);
  }

  /** Exact. */
  get profit(): Decimal {
    return this.sum.value;
  }

  get draws(): number {
    return this.trades - this.wins - this.losses;
  }

  /** Mean profit in percent of the entry cost; NaN of nothing. */
  get averagePercent(): number {
    return this.percents / this.trades;
  }

  /** NaN of nothing. */
  get averageMs(): number {
    return this.totalMs / this.trades;
  }

  /** Null of nothing. */
  get durations(): BacktestMetrics['durations'] {
    return this.trades === 0 ? null : { minMs: this.minMs, averageMs: this.averageMs, maxMs: this.maxMs };
  }

  /** What all kinds of groups tell; profit in percent of the starting balance, so that groups add up. */
  metrics(
    startBalance: Decimal,
  ): Pick<BacktestMetrics['months'][number], 'trades' | 'wins' | 'draws' | 'losses' | 'profit' | 'profitPercent'> {
    const { trades, wins, draws, losses, profit } = this;
    return {
      trades,
      wins,
      draws,
      losses,
      profit: profit.toString(),
      profitPercent: percentOf(profit, startBalance),
    };
  }
}

/** A win has a profit > 0 after both fees, a draw exactly 0. */
export type Outcome = 'win' | 'draw' | 'loss';

export function outcomeOf(profit: number): Outcome {
  return profit > 0 ? 'win' : profit < 0 ? 'loss' : 'draw';
}
