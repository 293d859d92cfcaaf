import type { BacktestSummary } from '@fathom/backtest';
import { definitionList, type Entry, entryGrid, fittedTable, table, wrapped } from '@fathom/terminal';
import { countOf, duration, money, NONE, percent, ratio, shortTime } from '../text/format.js';

type Metrics = BacktestSummary['metrics'];

export interface RenderOptions {
  /** Characters a line may have. */
  readonly width: number;
  /** What people call the strategy. */
  readonly strategyLabel: string;
  /** Makes a heading stand out; plain text when not given. */
  readonly heading?: (text: string) => string;
}

/** The report as people read it on a terminal. Readable without colour, aligned at 80 columns and more. */
export function renderReport(report: BacktestSummary, options: RenderOptions): string {
  const { heading = (text) => text, width } = options;
  const section = (title: string, body: string) => (body === '' ? '' : `\n${heading(title)}\n${body}`);
  const grid = (entries: readonly Entry[]) => entryGrid(entries, width);
  const { metrics } = report;
  return [
    `${heading('BACKTEST')} ${options.strategyLabel}, ${report.instrument.name}, ${report.interval} minute candles\n`,
    `${wrapped(rangeText(report), width)}\n`,
    section('RESULT', grid(result(report))),
    section('RATIOS', grid(ratios(metrics))),
    section('TRADES', grid(trades(metrics))),
    section('DAYS', grid(days(metrics))),
    section('DRAWDOWN', grid(drawdown(metrics))),
    section('COSTS AND DATA', grid(costs(report))),
    section('BY MONTH', byMonth(metrics)),
    section('BY EXIT REASON', reasons(metrics.exitReasons, width)),
    section('BY ENTRY REASON', reasons(metrics.entryReasons, width)),
    section('ENTRIES REFUSED', refusals(report, width)),
    section('ENTRIES NOT FILLED', notFilled(report, width)),
    section('LEFT OPEN, VALUED AT THE LAST CLOSE', leftOpen(report, width)),
    section('SENSITIVITY', sensitivity(report, width)),
  ].join('');
}

function rangeText({ range }: BacktestSummary): string {
  const gaps = `${countOf(range.gaps, 'gap')} (${range.missingCandles} missing)`;
  return `${shortTime(range.start)} to ${shortTime(range.end)} UTC, ${countOf(range.candles, 'candle')}, ${gaps}`;
}

function result({ metrics, instrument }: BacktestSummary): Entry[] {
  return [
    ['Start balance', `${money(metrics.startBalance)} ${instrument.quote}`],
    ['Final equity', `${money(metrics.finalEquity)} ${instrument.quote}`],
    ['Profit', money(metrics.profit)],
    ['Profit %', percent(metrics.profitPercent)],
    ['Of closed trades', money(metrics.closedProfit)],
    ['Of open trades', money(metrics.openProfit)],
    ['Market change', percent(metrics.marketChangePercent)],
    ['Buy and hold', money(metrics.buyAndHoldProfit)],
    ['Buy and hold %', percent(metrics.buyAndHoldPercent)],
    ['CAGR', percent(metrics.cagrPercent)],
    ['Profit per day', money(metrics.averageDailyProfit)],
    ['Exposure', percent(metrics.exposurePercent)],
  ];
}

function ratios(metrics: Metrics): Entry[] {
  return [
    ['Sharpe (daily)', ratio(metrics.sharpe)],
    ['Sortino (daily)', ratio(metrics.sortino)],
    ['Calmar (daily)', ratio(metrics.calmar)],
    ['Profit factor', ratio(metrics.profitFactor)],
    ['Expectancy', money(metrics.expectancy)],
    ['Sharpe (trades)', ratio(metrics.sharpeByTrades)],
    ['Sortino (trades)', ratio(metrics.sortinoByTrades)],
    ['Calmar (trades)', ratio(metrics.calmarByTrades)],
    ['SQN', ratio(metrics.sqn)],
    ['Expectancy ratio', ratio(metrics.expectancyRatio)],
  ];
}

function trades(metrics: Metrics): Entry[] {
  const { bestTrade, worstTrade } = metrics;
  return [
    ['Trades', String(metrics.totalTrades)],
    ['Trades per day', ratio(metrics.tradesPerDay)],
    ['Win / draw / loss', `${metrics.wins} / ${metrics.draws} / ${metrics.losses}`],
    ['Win rate', percent(metrics.winRatePercent)],
    ['Average profit', percent(metrics.averageProfitPercent)],
    ['Median profit', percent(metrics.medianProfitPercent)],
    ['Best by %', bestTrade ? `${money(bestTrade.profit)} (${percent(bestTrade.profitPercent)})` : NONE],
    ['Worst by %', worstTrade ? `${money(worstTrade.profit)} (${percent(worstTrade.profitPercent)})` : NONE],
    ['Wins in a row', String(metrics.maxConsecutiveWins)],
    ['Losses in a row', String(metrics.maxConsecutiveLosses)],
    ['Left open', String(metrics.leftOpenTrades)],
    ['Entries refused', String(metrics.refusedEntries)],
    ['Duration, average', duration(metrics.durations?.averageMs)],
    ['Shortest, longest', `${duration(metrics.durations?.minMs)}, ${duration(metrics.durations?.maxMs)}`],
    ['Winners, average', duration(metrics.winnerDurations?.averageMs)],
    ['Losers, average', duration(metrics.loserDurations?.averageMs)],
  ];
}

function days(metrics: Metrics): Entry[] {
  const { bestDay, worstDay } = metrics;
  return [
    ['Win / draw / loss', `${metrics.daysWon} / ${metrics.daysDrawn} / ${metrics.daysLost}`],
    ['Best', bestDay ? `${money(bestDay.profit)} on ${bestDay.date}` : NONE],
    ['Worst', worstDay ? `${money(worstDay.profit)} on ${worstDay.date}` : NONE],
  ];
}

function drawdown(metrics: Metrics): Entry[] {
  const worst = metrics.absoluteDrawdown;
  return [
    ['Largest', money(metrics.maxDrawdown)],
    ['Largest %', percent(metrics.maxDrawdownPercent)],
    ['From', worst ? shortTime(worst.startedAt) : NONE],
    ['To', worst ? shortTime(worst.endedAt) : NONE],
    ['Lasted', duration(worst?.durationMs)],
    ['Recovered', worst ? (worst.recoveredAt ? shortTime(worst.recoveredAt) : 'never') : NONE],
    ['Profit at start', money(worst?.startProfit ?? null)],
    ['Profit at end', money(worst?.endProfit ?? null)],
    ['Longest', duration(metrics.longestDrawdownMs)],
    ['Of closed trades', money(metrics.absoluteDrawdownByTrades?.amount ?? null)],
    ['Lowest equity', money(metrics.minEquity)],
    ['Highest equity', money(metrics.maxEquity)],
    ['Lowest balance', money(metrics.minBalance)],
    ['Highest balance', money(metrics.maxBalance)],
  ];
}

function costs({ metrics, options }: BacktestSummary): Entry[] {
  return [
    ['Volume traded', money(metrics.totalVolume)],
    ['Average entry cost', money(metrics.averageEntryCost)],
    ['Fees', money(metrics.totalFees)],
    ['Of takers', `${money(metrics.takerFees)} at ${options.takerFeePercent} %`],
    ['Of makers', `${money(metrics.makerFees)} at ${options.makerFeePercent} %`],
    ...borrowing(metrics),
    ['Profit before fees', money(metrics.profitBeforeFees)],
    ['Fees of profit before fees', percent(metrics.feesOfProfitBeforeFeesPercent)],
    ['Slippage paid', money(metrics.totalSlippage)],
    ['Gaps in the data', String(metrics.dataGaps)],
    ['Candles missing', String(metrics.missingCandles)],
    ['Ambiguous candles', String(metrics.ambiguousCandles)],
  ];
}

/** Only of a run that has borrowed. */
function borrowing({ rolloverFees }: Metrics): Entry[] {
  return rolloverFees === '0' ? [] : [['Of borrowing', money(rolloverFees)]];
}

function byMonth(metrics: Metrics): string {
  if (metrics.months.length === 0) return '';
  return table(
    ['Month', 'Trades', 'Win', 'Draw', 'Loss', 'Profit', 'Equity', 'Change'],
    metrics.months.map((month) => [
      month.period,
      String(month.trades),
      String(month.wins),
      String(month.draws),
      String(month.losses),
      money(month.profit),
      money(month.endEquity),
      percent(month.returnPercent),
    ]),
  );
}

const REASONS = [
  { title: 'Reason', canShrink: { rank: 1, to: 12 } },
  ...['Trades', 'Win', 'Draw', 'Loss', 'Profit', 'Average'].map((title) => ({ title })),
  { title: 'Duration', canGo: 2 },
];

function reasons(rows: Metrics['exitReasons'], width: number): string {
  if (rows.length === 0) return '';
  return fittedTable(
    REASONS,
    rows.map((row) => [
      row.reason,
      String(row.trades),
      String(row.wins),
      String(row.draws),
      String(row.losses),
      money(row.profit),
      percent(row.averageProfitPercent),
      duration(row.averageDurationMs),
    ]),
    width,
  );
}

const isNotFilled = ({ rule }: { readonly rule: string }) => rule === 'withdrawn' || rule === 'expired';

function refusals({ refusals: all }: BacktestSummary, width: number): string {
  const rows = all.filter((one) => !isNotFilled(one));
  if (rows.length === 0) return '';
  return definitionList(
    rows.map(({ rule, entries, example }) => [`${entries} by ${rule}`, `the last: ${example}`]),
    width,
  );
}

function notFilled({ refusals: all }: BacktestSummary, width: number): string {
  const rows = all.filter(isNotFilled).map(({ rule, entries }) => `${entries} ${rule}`);
  return rows.length === 0 ? '' : `${wrapped(rows.join(', '), width)}\n`;
}

const OPEN_TRADES = [
  { title: 'Trade', canGo: 1 },
  ...['Side', 'Opened', 'Quantity', 'Entry'].map((title) => ({ title })),
  { title: 'Last', canGo: 2 },
  { title: 'Profit' },
  { title: '' },
];

function leftOpen({ openTrades }: BacktestSummary, width: number): string {
  if (openTrades.length === 0) return '';
  return fittedTable(
    OPEN_TRADES,
    openTrades.map((trade) => [
      trade.id,
      trade.side,
      shortTime(trade.openedAt),
      trade.quantity,
      trade.entryPrice,
      trade.lastPrice,
      money(trade.profit),
      percent(trade.profitPercent),
    ]),
    width,
  );
}

const ASSUMPTIONS = [
  { title: 'Assumption', canShrink: { rank: 1, to: 24 } },
  { title: 'Trades', canGo: 2 },
  ...['Equity', 'Profit', 'Drawdown'].map((title) => ({ title })),
];

function sensitivity({ sensitivity: runs, metrics, options }: BacktestSummary, width: number): string {
  if (runs === undefined) return '';
  const asked = `as asked (fee ${options.takerFeePercent} %, slippage ${options.slippageBasisPoints} bps)`;
  return fittedTable(
    ASSUMPTIONS,
    [{ name: asked, ...metrics }, ...runs].map((run) => [
      run.name,
      String(run.totalTrades),
      money(run.finalEquity),
      percent(run.profitPercent),
      percent(run.maxDrawdownPercent),
    ]),
    width,
  );
}
