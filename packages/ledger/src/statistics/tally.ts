import type { ClosedTrade, Decimal } from '@fathom/contracts';
import { dayNumber } from '../civil-date.js';
import type { TradeFigures } from '../trade-figures.js';
import { CostTally } from './costs.js';
import { BalanceFalls } from './falls.js';
import { Grouped } from './grouped.js';
import { profitPercentOf } from './profit-percent.js';
import { type Outcome, outcomeOf, TradeGroup } from './trade-group.js';

/** Closed trades one after the other: an array of them, or the ledger's own list. */
export interface TradeList {
  readonly length: number;
  at(index: number): ClosedTrade | undefined;
  /** A trade without its names, where that is easier to have. */
  figuresAt?(index: number): TradeFigures | undefined;
}

/** A run's closed trades, gathered in groups and as plain numbers. */
export interface Tally {
  /** In the order they closed; those of one instant as they came. */
  readonly trades: TradeList;
  /** The exact profits as the nearest doubles. */
  readonly profits: Float64Array;
  /** Profits in percent of the entry cost. */
  readonly percents: Float64Array;
  readonly balance: BalanceFalls;
  readonly costs: CostTally;
  readonly all: TradeGroup;
  readonly sides: Grouped<ClosedTrade['side']>;
  readonly outcomes: Grouped<Outcome>;
  /** By the number of the UTC day they closed on, in order. */
  readonly days: Grouped<number>;
  readonly exitReasons: Grouped<string>;
  readonly entryReasons: Grouped<string>;
}

/**
 * One pass over the trades in any order.
 *
 * It runs once in a process, mostly before V8 has compiled it, and what it costs is compiling: V8 copies what a
 * function calls into it at every call. So a trade's groups are added to at one place, in a loop.
 */
export function tallyOf(unordered: TradeList, startBalance: Decimal, startTime: number): Tally {
  const trades = inClosingOrder(unordered);
  const tally: Tally = {
    trades,
    profits: new Float64Array(trades.length),
    percents: new Float64Array(trades.length),
    balance: new BalanceFalls(startBalance, startTime),
    costs: new CostTally(),
    all: new TradeGroup(),
    sides: new Grouped(),
    outcomes: new Grouped(),
    days: new Grouped(),
    exitReasons: new Grouped(),
    entryReasons: new Grouped(),
  };
  gather(tally);
  return tally;
}

function gather(tally: Tally): void {
  const { trades, profits, percents, balance, costs, all, sides, outcomes, days, exitReasons, entryReasons } = tally;
  const groups = [all, all, all, all, all, all];
  for (let row = 0; row < trades.length; row++) {
    const trade = trades.figuresAt === undefined ? trades.at(row) : trades.figuresAt(row);
    if (trade === undefined) continue;
    balance.add(trade);
    costs.add(trade);
    const profit = trade.profit.toNumber();
    const percent = profitPercentOf(trade);
    profits[row] = profit;
    percents[row] = percent;
    const outcome = outcomeOf(profit);
    groups[1] = sides.of(trade.side);
    groups[2] = outcomes.of(outcome);
    groups[3] = days.of(dayNumber(trade.closedAt));
    groups[4] = exitReasons.of(trade.exitReason);
    groups[5] = entryReasons.of(trade.entryReason);
    const durationMs = trade.closedAt - trade.openedAt;
    for (let i = 0; i < groups.length; i++) groups[i]?.add(trade.profit, outcome, percent, durationMs);
  }
}

/** A ledger's list is in order already. */
function inClosingOrder(trades: TradeList): TradeList {
  if (!isArray(trades)) return trades;
  let latest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < trades.length; row++) {
    const closedAt = trades[row]?.closedAt ?? latest;
    if (closedAt < latest) return trades.toSorted((a, b) => a.closedAt - b.closedAt);
    latest = closedAt;
  }
  return trades;
}

function isArray(trades: TradeList): trades is readonly ClosedTrade[] {
  return Array.isArray(trades);
}
