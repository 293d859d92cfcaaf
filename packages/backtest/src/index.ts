export { Backtest, type BacktestOptions } from './backtest.js';
