export { Backtest, type BacktestOptions } from './backtest.js';
export { backtestReport, type ReportContext } from './report.js';
