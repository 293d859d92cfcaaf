export { Backtest } from './backtest.js';
export type { BacktestOptions } from './backtest-options.js';
export type { Backtested } from './backtested.js';
export { type BacktestSummary, backtestReport, backtestSummary, type ReportContext, reportLists } from './report.js';
export type { Cause, CauseKind } from './divergence/cause.js';
export { type Divergence, type DivergenceOptions, type DivergenceRow, divergence } from './divergence/divergence.js';
export type { SeenCandle, SeenSession } from './divergence/seen-session.js';
export type { TradeExit, TradeLegs } from './divergence/trade-legs.js';
