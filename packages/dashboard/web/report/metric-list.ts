import type { BacktestReport } from '@fathom/contracts';
import { duration, instant, money, NONE, percent, ratio } from '../shared/format.js';

type Metrics = BacktestReport['metrics'];

/** A figure of a report: its name, what it means, and how it is shown. */
export interface MetricEntry {
  readonly label: string;
  /** What is computed, in a sentence; shown on hover and to screen readers. */
  readonly definition: string;
  readonly show: (metrics: Metrics) => string;
}

const drawdown = (one: Metrics['absoluteDrawdown']) =>
  one === null
    ? NONE
    : `${money(one.amount)} (${percent(one.percent)}), ${instant(one.startedAt)} to ${instant(one.endedAt)}, ${
        one.recoveredAt === null ? 'not recovered' : `recovered ${instant(one.recoveredAt)}`
      }`;
const spans = (one: Metrics['durations']) =>
  one === null ? NONE : `${duration(one.minMs)} / ${duration(one.averageMs)} / ${duration(one.maxMs)}`;
const trade = (one: Metrics['bestTrade']) =>
  one === null ? NONE : `${money(one.profit)} (${percent(one.profitPercent)})`;
const day = (one: Metrics['bestDay']) => (one === null ? NONE : `${money(one.profit)} on ${one.date}`);

/** Lists that have a section of their own. */
type Sections = 'months' | 'exitReasons' | 'entryReasons';

const entry = (label: string, definition: string, show: MetricEntry['show']): MetricEntry => ({
  label,
  definition,
  show,
});

/** Every figure a report has, in the order it is read; a new one that is not here does not compile. */
export const METRICS: Readonly<Record<Exclude<keyof Metrics, Sections>, MetricEntry>> = {
  startBalance: entry('Start balance', 'Quote currency before the first trade.', (m) => money(m.startBalance)),
  finalEquity: entry(
    'Final equity',
    'Start balance + profit of closed trades + value change of trades left open, at the last close.',
    (m) => money(m.finalEquity),
  ),
  profit: entry('Profit', 'Final equity − start balance.', (m) => money(m.profit)),
  profitPercent: entry('Profit %', 'Profit, of the start balance.', (m) => percent(m.profitPercent)),
  closedProfit: entry('Of closed trades', 'Sum of the profits of closed trades, after both fees.', (m) =>
    money(m.closedProfit),
  ),
  openProfit: entry('Of open trades', 'Of trades left open: value at the last close − cost − entry fees.', (m) =>
    money(m.openProfit),
  ),
  cagrPercent: entry('CAGR', 'Compound annual growth: (final / start)^(365 / days) − 1.', (m) =>
    percent(m.cagrPercent),
  ),
  marketChangePercent: entry('Market change', 'From the first close to the last.', (m) =>
    percent(m.marketChangePercent),
  ),
  buyAndHoldProfit: entry(
    'Buy and hold',
    'The whole balance bought at the first close and sold at the last, with the same taker fee.',
    (m) => money(m.buyAndHoldProfit),
  ),
  buyAndHoldPercent: entry('Buy and hold %', 'The same, of the start balance.', (m) => percent(m.buyAndHoldPercent)),
  days: entry('Days', 'From the open of the first candle to the close of the last.', (m) => ratio(m.days)),
  sharpe: entry(
    'Sharpe (daily)',
    'Mean of daily returns of equity / their sample standard deviation × √365; no risk-free rate.',
    (m) => ratio(m.sharpe),
  ),
  sortino: entry(
    'Sortino (daily)',
    'Mean of daily returns of equity / √(sum of squared losing days / all days) × √365.',
    (m) => ratio(m.sortino),
  ),
  calmar: entry('Calmar (daily)', 'Compound annual growth / largest drawdown in percent.', (m) => ratio(m.calmar)),
  sharpeByTrades: entry('Sharpe (trades)', 'On profits of closed trades, as freqtrade prints it.', (m) =>
    ratio(m.sharpeByTrades),
  ),
  sortinoByTrades: entry('Sortino (trades)', 'On profits of closed trades, as freqtrade prints it.', (m) =>
    ratio(m.sortinoByTrades),
  ),
  calmarByTrades: entry('Calmar (trades)', 'On profits of closed trades, as freqtrade prints it.', (m) =>
    ratio(m.calmarByTrades),
  ),
  sqn: entry(
    'SQN',
    'System quality number (Van K. Tharp): √trades × mean profit / sample standard deviation of profits.',
    (m) => ratio(m.sqn),
  ),
  profitFactor: entry('Profit factor', 'What winners won / what losers lost.', (m) => ratio(m.profitFactor)),
  expectancy: entry('Expectancy', 'Mean profit of a trade.', (m) => money(m.expectancy)),
  expectancyRatio: entry(
    'Expectancy ratio',
    '(1 + mean win / mean loss) × win rate − 1, as freqtrade computes it.',
    (m) => ratio(m.expectancyRatio),
  ),
  totalTrades: entry('Trades', 'Closed round trips.', (m) => String(m.totalTrades)),
  longTrades: entry('Long', 'Closed trades that bought first.', (m) => String(m.longTrades)),
  shortTrades: entry('Short', 'Closed trades that sold first.', (m) => String(m.shortTrades)),
  longProfit: entry('Profit of longs', 'Sum of the profits of long trades.', (m) => money(m.longProfit)),
  shortProfit: entry('Profit of shorts', 'Sum of the profits of short trades.', (m) => money(m.shortProfit)),
  leftOpenTrades: entry('Left open', 'Trades open at the end; they are not among the trades.', (m) =>
    String(m.leftOpenTrades),
  ),
  refusedEntries: entry('Entries refused', 'Entry signals that a rule of ours or the exchange turned down.', (m) =>
    String(m.refusedEntries),
  ),
  tradesPerDay: entry('Trades per day', 'Closed trades / days.', (m) => ratio(m.tradesPerDay)),
  wins: entry('Wins', 'Trades with a profit above 0 after both fees.', (m) => String(m.wins)),
  draws: entry('Draws', 'Trades with a profit of exactly 0.', (m) => String(m.draws)),
  losses: entry('Losses', 'Trades with a profit below 0 after both fees.', (m) => String(m.losses)),
  winRatePercent: entry('Win rate', 'Wins / closed trades.', (m) => percent(m.winRatePercent)),
  averageProfitPercent: entry('Average profit', 'Mean of profit / entry cost of the trades.', (m) =>
    percent(m.averageProfitPercent),
  ),
  medianProfitPercent: entry('Median profit', 'Median of profit / entry cost of the trades.', (m) =>
    percent(m.medianProfitPercent),
  ),
  bestTrade: entry('Best trade', 'The highest profit / entry cost.', (m) => trade(m.bestTrade)),
  worstTrade: entry('Worst trade', 'The lowest profit / entry cost.', (m) => trade(m.worstTrade)),
  maxConsecutiveWins: entry('Wins in a row', 'The longest run of wins in order of closing; a draw ends it.', (m) =>
    String(m.maxConsecutiveWins),
  ),
  maxConsecutiveLosses: entry('Losses in a row', 'The longest run of losses; a draw ends it.', (m) =>
    String(m.maxConsecutiveLosses),
  ),
  durations: entry('Duration', 'Of trades: shortest / average / longest.', (m) => spans(m.durations)),
  winnerDurations: entry('Of winners', 'Duration of wins: shortest / average / longest.', (m) =>
    spans(m.winnerDurations),
  ),
  loserDurations: entry('Of losers', 'Duration of losses: shortest / average / longest.', (m) =>
    spans(m.loserDurations),
  ),
  averageDailyProfit: entry('Profit per day', 'Profit / days.', (m) => money(m.averageDailyProfit)),
  averageDailyProfitPercent: entry('Profit per day %', 'Profit per day, of the start balance.', (m) =>
    percent(m.averageDailyProfitPercent),
  ),
  bestDay: entry('Best day', 'By the profit of the trades that closed on it (UTC).', (m) => day(m.bestDay)),
  worstDay: entry('Worst day', 'By the profit of the trades that closed on it (UTC).', (m) => day(m.worstDay)),
  daysWon: entry('Days won', 'Days whose closed trades made a profit.', (m) => String(m.daysWon)),
  daysDrawn: entry('Days without', 'Days without a closed trade, or with a profit of 0.', (m) => String(m.daysDrawn)),
  daysLost: entry('Days lost', 'Days whose closed trades made a loss.', (m) => String(m.daysLost)),
  averageEntryCost: entry('Average entry', 'Mean of price × quantity of entries.', (m) => money(m.averageEntryCost)),
  totalVolume: entry('Volume traded', 'Cost of all entries and exits, those of open trades included.', (m) =>
    money(m.totalVolume),
  ),
  totalFees: entry('Fees', 'All fees paid.', (m) => money(m.totalFees)),
  makerFees: entry('Of makers', 'Fees of fills that had rested.', (m) => money(m.makerFees)),
  takerFees: entry('Of takers', 'Fees of fills that took liquidity.', (m) => money(m.takerFees)),
  rolloverFees: entry('Of borrowing', 'Rollover fees of positions on margin.', (m) => money(m.rolloverFees)),
  profitBeforeFees: entry('Profit before fees', 'Profit + fees.', (m) => money(m.profitBeforeFees)),
  feesOfProfitBeforeFeesPercent: entry(
    'Fees of that profit',
    'Fees / profit before fees; nothing when there was no profit to share.',
    (m) => percent(m.feesOfProfitBeforeFeesPercent),
  ),
  totalSlippage: entry('Slippage paid', 'What market orders and stops lost against the reference price.', (m) =>
    money(m.totalSlippage),
  ),
  minEquity: entry('Lowest equity', 'At the close of any candle.', (m) => money(m.minEquity)),
  maxEquity: entry('Highest equity', 'At the close of any candle.', (m) => money(m.maxEquity)),
  maxDrawdown: entry('Max drawdown', 'The largest fall of equity from a peak, in money.', (m) => money(m.maxDrawdown)),
  maxDrawdownPercent: entry('Max drawdown %', 'The largest fall of equity, in percent of its peak.', (m) =>
    percent(m.maxDrawdownPercent),
  ),
  absoluteDrawdown: entry('Largest fall', 'The fall behind the max drawdown.', (m) => drawdown(m.absoluteDrawdown)),
  relativeDrawdown: entry('Largest fall in %', 'The fall behind the max drawdown %.', (m) =>
    drawdown(m.relativeDrawdown),
  ),
  longestDrawdownMs: entry('Longest drawdown', 'The longest time below a peak of equity.', (m) =>
    duration(m.longestDrawdownMs),
  ),
  minBalance: entry('Lowest balance', 'Of the start balance and the balance after each closed trade.', (m) =>
    money(m.minBalance),
  ),
  maxBalance: entry('Highest balance', 'Of the start balance and the balance after each closed trade.', (m) =>
    money(m.maxBalance),
  ),
  absoluteDrawdownByTrades: entry(
    'Fall of the balance',
    'The largest fall of the balance of closed trades, the drawdown freqtrade prints.',
    (m) => drawdown(m.absoluteDrawdownByTrades),
  ),
  relativeDrawdownByTrades: entry('Fall of the balance in %', 'The same, by percent of its peak.', (m) =>
    drawdown(m.relativeDrawdownByTrades),
  ),
  exposurePercent: entry('Exposure', 'Candles that closed with a position open, of all candles.', (m) =>
    percent(m.exposurePercent),
  ),
  dataGaps: entry('Gaps in the data', 'Stretches without candles inside the range.', (m) => String(m.dataGaps)),
  missingCandles: entry('Candles missing', 'Candles those stretches would hold.', (m) => String(m.missingCandles)),
  ambiguousCandles: entry(
    'Ambiguous candles',
    'Candles that touched a stop and a target alike: the stop was taken.',
    (m) => String(m.ambiguousCandles),
  ),
};
