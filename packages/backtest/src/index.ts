export { Backtest, type BacktestOptions } from './backtest.js';
export { type BacktestSummary, backtestReport, backtestSummary, type ReportContext, reportLists } from './report.js';
