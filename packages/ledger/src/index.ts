export { Ledger, type LedgerOptions } from './ledger.js';
export { OrderRecord } from './order-record.js';
export { TradeRecord } from './trade-record.js';
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
export type { EquityPoint } from './thinned-points.js';
