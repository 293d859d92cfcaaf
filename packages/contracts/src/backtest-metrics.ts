import * as z from 'zod';
import { amount, count, instant, maybe, milliseconds, percent } from './report-fields.js';

const drawdown = z.strictObject({
  /** Peak − trough, > 0. */
  amount,
  /** Of the peak. */
  percent,
  /** The last instant at the peak. */
  startedAt: instant,
  /** The first instant at the trough. */
  endedAt: instant,
  startEquity: amount,
  endEquity: amount,
  /** Peak − starting balance. */
  startProfit: amount,
  /** Trough − starting balance. */
  endProfit: amount,
  /** From peak to trough. */
  durationMs: milliseconds,
  /** When the peak was reached again; null when it never was. */
  recoveredAt: maybe(instant),
});

const tradeGroup = {
  trades: count,
  wins: count,
  draws: count,
  losses: count,
  /** Sum of the trades' profits. */
  profit: amount,
  /** Of the starting balance, so groups add up to the total. */
  profitPercent: percent,
};

const reasonMetrics = z.strictObject({
  reason: z.string(),
  ...tradeGroup,
  /** Mean of the trades' own profit percents. */
  averageProfitPercent: percent,
  averageDurationMs: milliseconds,
});

const periodMetrics = z.strictObject({
  /** `2018`, `2018-04`, `2018-W15` (ISO week) or `2018-04-13`, in UTC. */
  period: z.string(),
  /** Trades belong to the period they closed in. */
  ...tradeGroup,
  /** Equity at the period's end, open trades at their value. */
  endEquity: amount,
  /** Change of equity over the period, of the equity it began with; null when that was not positive. */
  returnPercent: maybe(percent),
});

const durations = z.strictObject({ minMs: milliseconds, averageMs: milliseconds, maxMs: milliseconds });
const tradeResult = z.strictObject({ id: z.string(), profit: amount, profitPercent: percent });
const dayResult = z.strictObject({ date: z.iso.date(), profit: amount });

/**
 * Every figure of one run. Trades are closed round trips; a win has a profit > 0 after both fees, a draw exactly 0.
 * Formulas and their sources stand with the functions that compute them, in the ledger's statistics.
 */
export const BacktestMetrics = z.strictObject({
  /** From the first candle's open to the last one's close, fractions included. */
  days: z.number().min(0),
  startBalance: amount,
  /** Starting balance + closed profit + open profit. */
  finalEquity: amount,
  /** Final equity − starting balance. */
  profit: amount,
  /** Of the starting balance. */
  profitPercent: percent,
  closedProfit: amount,
  /** Of the trades left open, at the last close, after their entry fees. */
  openProfit: amount,
  /** Compound annual growth of equity. */
  cagrPercent: maybe(percent),
  /** From the first close to the last. */
  marketChangePercent: maybe(percent),
  /** The whole balance bought at the first close and sold at the last, with fees. */
  buyAndHoldProfit: maybe(amount),
  buyAndHoldPercent: maybe(percent),

  /** On daily equity, per year. */
  sharpe: maybe(z.number()),
  /** On daily equity, per year. */
  sortino: maybe(z.number()),
  /** Compound annual growth / the largest drawdown in percent. */
  calmar: maybe(z.number()),
  /** On closed trades, as freqtrade prints it. */
  sharpeByTrades: maybe(z.number()),
  /** On closed trades, as freqtrade prints it. */
  sortinoByTrades: maybe(z.number()),
  /** On closed trades, as freqtrade prints it. */
  calmarByTrades: maybe(z.number()),
  /** System quality number. */
  sqn: maybe(z.number()),
  /** What winners won / what losers lost. */
  profitFactor: maybe(z.number()),
  /** Mean profit of a trade. */
  expectancy: maybe(amount),
  /** Mean profit of a trade in mean losses. */
  expectancyRatio: maybe(z.number()),

  totalTrades: count,
  longTrades: count,
  shortTrades: count,
  /** Not among the trades. */
  leftOpenTrades: count,
  tradesPerDay: maybe(z.number()),
  wins: count,
  draws: count,
  losses: count,
  winRatePercent: maybe(percent),
  /** Mean of the trades' profit percents. */
  averageProfitPercent: maybe(percent),
  medianProfitPercent: maybe(percent),
  longProfit: amount,
  shortProfit: amount,
  /** By profit percent. */
  bestTrade: maybe(tradeResult),
  worstTrade: maybe(tradeResult),
  /** In order of closing; a draw ends a streak. */
  maxConsecutiveWins: count,
  maxConsecutiveLosses: count,
  durations: maybe(durations),
  winnerDurations: maybe(durations),
  loserDurations: maybe(durations),
  /** Entries that a rule of ours or the exchange turned down. */
  refusedEntries: count,

  /** Profit / days. */
  averageDailyProfit: maybe(amount),
  averageDailyProfitPercent: maybe(percent),
  /** By the profit of the trades that closed on it; days run from the first close of a trade to the last. */
  bestDay: maybe(dayResult),
  worstDay: maybe(dayResult),
  daysWon: count,
  daysDrawn: count,
  daysLost: count,

  averageEntryCost: maybe(amount),
  /** What all entries and exits cost, those of trades left open included. */
  totalVolume: amount,
  totalFees: amount,
  makerFees: amount,
  takerFees: amount,
  /** Paid for what was borrowed, beside the fees of opening, which are part of the two above. */
  rolloverFees: amount,
  /** Profit + total fees. */
  profitBeforeFees: amount,
  /** The share of the profit that went into fees; null when there was no profit to share. */
  feesOfProfitBeforeFeesPercent: maybe(percent),
  totalSlippage: amount,

  /** Of equity at each candle's close and the starting balance. */
  minEquity: amount,
  maxEquity: amount,
  /** The largest fall of equity in money. */
  maxDrawdown: amount,
  /** The largest fall of equity in percent of its peak. */
  maxDrawdownPercent: percent,
  /** The fall behind `maxDrawdown`. */
  absoluteDrawdown: maybe(drawdown),
  /** The fall behind `maxDrawdownPercent`. */
  relativeDrawdown: maybe(drawdown),
  /** The longest time below a peak of equity. */
  longestDrawdownMs: milliseconds,
  /** Of the starting balance and the balance after each closed trade. */
  minBalance: amount,
  maxBalance: amount,
  /** The largest falls of that balance, the drawdowns freqtrade prints. */
  absoluteDrawdownByTrades: maybe(drawdown),
  relativeDrawdownByTrades: maybe(drawdown),

  /** Candles that closed with a position open, of all. */
  exposurePercent: maybe(percent),
  dataGaps: count,
  missingCandles: count,
  /** Candles that touched a stop and a target alike. */
  ambiguousCandles: count,

  /** Every month of the run, in order. */
  months: z.array(periodMetrics),
  /** Most profitable first. */
  exitReasons: z.array(reasonMetrics),
  entryReasons: z.array(reasonMetrics),
});
export type BacktestMetrics = z.infer<typeof BacktestMetrics>;
