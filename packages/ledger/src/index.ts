export { AccountCheck, type AccountCheckOptions, type AccountMemory } from './account-check/account-check.js';
export type { AssetMemory } from './account-check/compare-balances.js';
export type { Finding } from './account-check/finding.js';
export type { KnownOrder } from './account-check/known-order.js';
export { Ledger, type LedgerOptions, type LeftOver, type StrayFill } from './ledger.js';
export type { MarginLot } from './margin-book.js';
export { type EndStatus, type OrderDraft, type OrderExtras, OrderRecord, TradeRecord } from './records.js';
export { type TradeKey, tradeKey, tradeKeyText, tradeMinute } from './trade-id.js';
export {
  type CalendarPeriod,
  type CivilDate,
  civilDate,
  DAY_MS,
  dayNumber,
  isoDate,
  isoTime,
  periodKey,
} from './civil-date.js';
export type { Drawdown } from './drawdowns.js';
export { type DailyEquity, EquityCurve, type EquityCurveOptions } from './equity-curve.js';
export { exitText } from './exit-text.js';
export type { EquityPoint } from './thinned-points.js';
export { formatMoney, profitDigits } from './money-format.js';
export { reportEquity, reportOpenTrade, reportTrade } from './report-rows.js';
export type { MarketMove } from './statistics/market.js';
export { byPeriod, type PeriodMetrics } from './statistics/periods.js';
export { type StatisticsInput, statistics } from './statistics/statistics.js';
export type { TradeList } from './statistics/tally.js';
export { type ValuedTrade, valueTrade } from './valued-trade.js';
export type { ClosedTrades } from './closed-trades.js';
export type { WholeTerms, WholeTrade, WholeTrades } from './whole-trades.js';
export type { Refusal, Refusals } from './refusals.js';
export { pendingRow, type RowRole, type RowSegment, type TradeRow, tradeRow } from './trade-row.js';
