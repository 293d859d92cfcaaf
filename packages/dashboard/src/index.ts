export { type DrawnCandles, packCandles } from './report/candle-block.js';
export type { DataGap, ReportRun, TradeColumns } from './report/report-data.js';
export { type ReportPart, reportPage } from './report/report-page.js';
export { reportRun, type ReportRunOptions } from './report/report-run.js';
export type {
  BookView,
  CapturedPair,
  CaptureSource,
  CaptureStatus,
  GapView,
  HeatView,
  LevelText,
  RecordedRange,
} from './live/capture.js';
export type { BotAction, BotNews, BotSource } from './live/sources.js';
export type {
  BotAbout,
  BotMode,
  BotStatus,
  CandleRow,
  ChartMark,
  ChartView,
  EventView,
  LimitView,
  LogLine,
  OpenTradeView,
  OrderView,
  SettingView,
  TradesPage,
} from './live/views.js';
export type { TokenHashes } from './server/access.js';
export { type Dashboard, type DashboardOptions, openDashboard } from './server/dashboard.js';
export { newToken, type Role, type TokenHash } from './server/tokens.js';
export { type DashboardFlags, type DashboardPlan, planDashboard } from './setup/dashboard-plan.js';
export { openPlannedDashboard, type PlannedDashboardOptions } from './setup/planned-dashboard.js';
