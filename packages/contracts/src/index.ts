// Types only: the schema itself is `@fathom/contracts/backtest-report`, so that nobody else pays for loading zod.
export type { BacktestMetrics, BacktestReport } from './backtest-report.js';
export { type Candle, type CandleColumns, typicalPrice } from './candle.js';
export { Decimal, InvalidDecimalError, type Rounding } from './decimal.js';
export { DecimalSum } from './decimal-sum.js';
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
  SignalRefused,
  TimePassed,
  TradeEvent,
} from './events.js';
export type { Instrument } from './instrument.js';
export { INTERVALS, type Interval, intervalMs, parseInterval } from './interval.js';
export type { MarketTrade, Ticker } from './market.js';
export { nearestName } from './nearest-name.js';
export { orderAccepted, orderCanceled, orderFilled, orderRejected } from './order-events.js';
export {
  type ExchangeOrderId,
  exchangeOrderIdText,
  type Fill,
  type LimitOrder,
  type Liquidity,
  type MarketOrder,
  type OrderRequest,
  type OrderSide,
  type OrderStatus,
  type StopLossOrder,
  type TakeProfitOrder,
} from './order.js';
export type { Clock, ExecutionClient, LedgerStore, OrderListener, Random } from './ports.js';
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
