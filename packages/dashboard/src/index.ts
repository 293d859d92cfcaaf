export { type DrawnCandles, packCandles } from './report/candle-block.js';
export type { DataGap, ReportRun, TradeColumns } from './report/report-data.js';
export { type ReportPart, reportPage } from './report/report-page.js';
export { reportRun, type ReportRunOptions } from './report/report-run.js';
