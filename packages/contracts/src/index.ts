// Types only: the schema itself is `@fathom/contracts/backtest-report`, so that nobody else pays for loading zod.
export type { BacktestMetrics, BacktestReport } from './backtest-report.js';
export { type Candle, type CandleColumns, typicalPrice } from './candle.js';
export { Decimal, InvalidDecimalError, type Rounding } from './decimal.js';
export { DataError, FathomError, UsageError } from './errors.js';
export type {
  CandleClosed,
  EngineEvent,
  ExitDecided,
  LedgerEvent,
  MarketEvent,
  OrderAccepted,
  OrderCanceled,
  OrderEvent,
  OrderFilled,
  OrderIntended,
  OrderPurpose,
  OrderRejected,
  OrderUnknown,
  SignalRefused,
  TimePassed,
  TradeEvent,
} from './events.js';
export type {
  BookSnapshot,
  BookUpdate,
  CandleChanged,
  ExchangeStatusChanged,
  FeedConnected,
  FeedDisconnected,
  FeedEvent,
  FeedRefused,
  FeedSilent,
  FeedSkipped,
  FeedSubscribed,
  MarketDataEvent,
  MarketTraded,
  Subscription,
  TickerChanged,
} from './feed.js';
export type { Instrument } from './instrument.js';
export { INTERVALS, type Interval, intervalMs, parseInterval } from './interval.js';
export type { BookLevel, MarketTrade, Ticker } from './market.js';
export { nearestName } from './nearest-name.js';
export type {
  ConditionalClose,
  ExchangeOrder,
  Fill,
  IcebergOrder,
  LimitOrder,
  Liquidity,
  MarketOrder,
  OrderRequest,
  OrderSide,
  OrderStatus,
  OrderTerms,
  StopLossLimitOrder,
  StopLossOrder,
  TakeProfitLimitOrder,
  TakeProfitOrder,
  TimeInForce,
  TrailingOffset,
  TrailingStopLimitOrder,
  TrailingStopOrder,
} from './order.js';
export type { Clock, ExecutionClient, LedgerStore, MarketFeed, Random, Scheduler } from './ports.js';
export type {
  ConfigSchema,
  EnterSignal,
  ExitSignal,
  IndicatorValues,
  Signal,
  Strategy,
  StrategyDefinition,
  TradesView,
} from './strategy.js';
export type { ClosedTrade, OpenTrade, TradeSide } from './trade.js';
