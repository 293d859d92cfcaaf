import { type BacktestMetrics, DataError, Decimal, type Interval, intervalMs } from '@fathom/contracts';
import { DAY_MS } from '../civil-date.js';
import type { EquityCurve } from '../equity-curve.js';
import type { ValuedTrade } from '../valued-trade.js';
import { closingDays } from './closing-days.js';
import { tradingCosts } from './costs.js';
import { fallMetrics } from './falls.js';
import { type MarketMove, marketMetrics } from './market.js';
import { percentOf, QUOTIENT_DECIMALS } from './money.js';
import { tradeOutcomes } from './outcomes.js';
import { periodMetrics } from './periods.js';
import { annualGrowthPercent, ratiosByDay } from './ratios-by-day.js';
import { ratiosByTrades, tradeQuality } from './ratios-by-trades.js';
import { reasonMetrics } from './reasons.js';
import { total } from './sum.js';
import { type TradeList, tallyOf } from './tally.js';

export interface StatisticsInput {
  /** In any order; the ledger's list of closed trades will do. */
  readonly trades: TradeList;
  /** Left open at the end, valued at the last close. */
  readonly openTrades: readonly ValuedTrade[];
  /** What was left over of closed trades has gained since it was counted in them, at the last close; none when left out. */
  readonly leftOverGain?: Decimal | undefined;
  /** Equity of the same run, from the first candle's open time to the last one's close. */
  readonly curve: EquityCurve;
  /** What the curve began with, exact. */
  readonly startBalance: Decimal;
  readonly interval: Interval;
  /** Null when there are no candles. */
  readonly market: MarketMove | null;
  /** Counters of the run. */
  readonly refusedEntries: number;
  readonly dataGaps: number;
  readonly missingCandles: number;
  readonly ambiguousCandles: number;
}

/**
 * Every figure of a run, ready for the report. Money is summed exactly and written as decimal text, ratios and
 * percents are numbers (2.5 is 2.5 %), durations milliseconds. What a run does not define is null.
 * No figure depends on the order of the trades, except that of trades closed at the same instant.
 * @throws {DataError} when the curve began with another balance.
 */
export function statistics(input: StatisticsInput): BacktestMetrics {
  const { openTrades, leftOverGain, curve, startBalance } = input;
  if (curve.startBalance !== startBalance.toNumber()) {
    throw new DataError(
      `the equity curve began with ${curve.startBalance}, the account with ${startBalance.toString()}`,
    );
  }
  const tally = tallyOf(input.trades, startBalance, curve.startTime);
  const closedProfit = tally.all.profit;
  const ofOpen = total(openTrades, (trade) => trade.profit);
  const openProfit = leftOverGain === undefined ? ofOpen : ofOpen.plus(leftOverGain);
  const profit = closedProfit.plus(openProfit);
  const profitPercent = percentOf(profit, startBalance);
  const finalEquity = startBalance.plus(profit);
  const days = (curve.time - curve.startTime) / DAY_MS;
  const cagrPercent = annualGrowthPercent(startBalance.toNumber(), finalEquity.toNumber(), days);
  const balance = tally.balance.falls;
  return {
    days,
    startBalance: startBalance.toString(),
    finalEquity: finalEquity.toString(),
    profit: profit.toString(),
    profitPercent,
    closedProfit: closedProfit.toString(),
    openProfit: openProfit.toString(),
    cagrPercent,
    ...marketMetrics(input.market, startBalance.toNumber()),
    ...ratiosByDay(curve, cagrPercent),
    ...ratiosByTrades({
      profits: tally.profits,
      startBalance,
      closedProfit,
      wholeDays: wholeDays(input),
      drawdown: balance.absolute,
    }),
    ...tradeQuality(tally),
    ...tradeOutcomes(tally),
    leftOpenTrades: openTrades.length,
    tradesPerDay: days > 0 ? tally.trades.length / days : null,
    averageDailyProfit: days > 0 ? profit.dividedBy(Decimal.fromNumber(days), QUOTIENT_DECIMALS).toString() : null,
    averageDailyProfitPercent: days > 0 ? profitPercent / days : null,
    ...closingDays(tally.days),
    ...tradingCosts(tally.costs, openTrades, profit),
    ...fallMetrics(curve, balance),
    exposurePercent: curve.candles > 0 ? (curve.exposedCandles / curve.candles) * 100 : null,
    refusedEntries: input.refusedEntries,
    dataGaps: input.dataGaps,
    missingCandles: input.missingCandles,
    ambiguousCandles: input.ambiguousCandles,
    months: periodMetrics(tally.days, curve, startBalance, 'month'),
    exitReasons: reasonMetrics(tally.exitReasons, startBalance),
    entryReasons: reasonMetrics(tally.entryReasons, startBalance),
  };
}

/** freqtrade counts whole days between the open times of the first and the last candle, and at least one. */
function wholeDays({ curve, interval }: StatisticsInput): number | null {
  const span = curve.time - intervalMs(interval) - curve.startTime;
  return span > 0 ? Math.max(1, Math.floor(span / DAY_MS)) : null;
}
