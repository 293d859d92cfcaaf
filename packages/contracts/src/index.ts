// Types only, as with `RiskLimits` below: the schemas are `@fathom/contracts/backtest-report` and `…/risk-limits`, so that
// nobody else pays for loading zod.
export type { BacktestMetrics, BacktestReport } from './backtest-report.js';
export type { AccountRecords, Booking, RecordedOrder } from './account-records.js';
export { type Candle, type CandleColumns, typicalPrice } from './candle.js';
export { Decimal, InvalidDecimalError, type Rounding } from './decimal.js';
export { DecimalSum } from './decimal-sum.js';
export { DataError, FathomError, UsageError } from './errors.js';
export type {
  AmendIntended,
  CandleClosed,
  CommandGiven,
  EngineEvent,
  EquityMarked,
  ExitDecided,
  FeeCharged,
  GuardKind,
  GuardMoved,
  LedgerEvent,
  LedgerInUse,
  LedgerOpened,
  MarketEvent,
  OrderAbsent,
  OrderAccepted,
  OrderAmended,
  OrderAmendRefused,
  OrderCanceled,
  OrderEvent,
  OrderFilled,
  OrderFound,
  OrderIntended,
  OrderLost,
  OrderPurpose,
  OrderRejected,
  OrderUnknown,
  PositionLiquidated,
  QuoteChanged,
  RemainderLeft,
  SignalRefused,
  TimePassed,
  TradeEvent,
  TradingHalted,
  TradingResumed,
} from './events.js';
export type {
  BookSnapshot,
  BookUnits,
  BookUpdate,
  CandleChanged,
  ExchangeStatusChanged,
  FeedConnected,
  FeedDisconnected,
  FeedEvent,
  FeedRefused,
  FeedResyncBegun,
  FeedSilent,
  FeedSkipped,
  FeedSubscribed,
  MarketDataEvent,
  MarketTraded,
  ResyncCause,
  Subscription,
  TickerChanged,
} from './feed.js';
export type { Instrument } from './instrument.js';
export { INTERVALS, type Interval, intervalMs, parseInterval } from './interval.js';
export type { LogFields, Logger, LogMessage, LogSegment } from './logger.js';
export type { BookLevel, MarketTrade, Ticker } from './market.js';
export type { MetricDefinition, Metrics, MetricsEvent, MetricTags } from './metrics.js';
export { nearestName } from './nearest-name.js';
export type { Notice, NoticeField, NoticeKind, Notifier, NoticeSeverity } from './notifier.js';
export {
  amendIntended,
  orderAccepted,
  orderAmended,
  orderAmendRefused,
  orderCanceled,
  orderFilled,
  orderLost,
  orderRejected,
  orderUnknown,
} from './order-events.js';
export {
  type ConditionalClose,
  type ExchangeOrder,
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type IcebergOrder,
  type LimitOrder,
  type Liquidity,
  type MarketOrder,
  type OrderChange,
  type OrderRequest,
  type OrderSide,
  type OrderStatus,
  type OrderTerms,
  type StopLossLimitOrder,
  type StopLossOrder,
  type TakeProfitLimitOrder,
  type TakeProfitOrder,
  type TimeInForce,
  type TrailingOffset,
  type TrailingStopLimitOrder,
  type TrailingStopOrder,
} from './order.js';
export { plainRequest } from './plain-request.js';
export type {
  Clock,
  ExecutionClient,
  LedgerStore,
  MarketFeed,
  OrderListener,
  Random,
  Scheduler,
} from './ports.js';
export { Secret } from './secret.js';
export type { RiskLimits } from './risk-limits.js';
export type {
  AmendSignal,
  ConfigSchema,
  EnterSignal,
  ExitSignal,
  IndicatorValues,
  Plot,
  PendingEntry,
  Signal,
  Strategy,
  StrategyDefinition,
  TradesView,
  WithdrawSignal,
} from './strategy.js';
export type { ClosedTrade, OpenTrade, TradeSide } from './trade.js';
export { unitsText } from './units-text.js';
