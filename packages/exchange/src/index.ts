export { AccountBooks, type AccountBooksOptions, type BooksReader } from './kraken/execution/account-books.js';
export { BoundedEvents, type BoundedEventsOptions } from './bounded-events.js';
export { SkippedFrames } from './skipped-frames.js';
export { type FeeTier, feeSchedule, feeTier } from './kraken/fee-schedule.js';
export { altnameOf, findInstrument, instrumentIds, recordedOn } from './kraken/instruments.js';
export {
  type ExecutionEvent,
  KrakenExecution,
  type KrakenExecutionOptions,
} from './kraken/execution/kraken-execution.js';
export { OrderWatch, type OrderWatchOptions, type WatchedOrders } from './kraken/execution/order-watch.js';
export type {
  AccountChannel,
  AccountDisconnected,
  AccountEvent,
  AccountRefused,
  AccountSilent,
  AccountSubscribed,
  BalancesReported,
  OrderReported,
  OrderReportKind,
  ReportedBalance,
  ReportedFill,
} from './kraken/ws/account-events.js';
export { ConnectionBudget } from './kraken/ws/connection-budget.js';
export { KrakenAccountFeed, type KrakenAccountFeedOptions } from './kraken/ws/kraken-account-feed.js';
export { KrakenFeed, type KrakenFeedOptions } from './kraken/ws/kraken-feed.js';
export {
  type InstrumentEvent,
  type InstrumentsReported,
  type InstrumentsSilent,
  KrakenInstrumentFeed,
  type KrakenInstrumentFeedOptions,
} from './kraken/ws/kraken-instrument-feed.js';
export type { SocketWorld } from './kraken/ws/live-socket.js';
export type { PairRules } from './kraken/ws/pair-rules.js';
export type { Socket, SocketFrame, SocketHandlers, SocketTransport } from './kraken/ws/socket-transport.js';
export type { TopicsLimits } from './kraken/ws/topics-limits.js';
export { type WsTransportOptions, wsTransport } from './kraken/ws/ws-transport.js';
export type { OrderQuery, TimeRange, WebSocketToken } from './kraken/rest/account-calls.js';
export type { AccountFees } from './kraken/rest/account-fees.js';
export { type AskingAgainOptions, askingAgain } from './kraken/rest/asking-again.js';
export type { ClockOffset } from './kraken/rest/clock-offset.js';
export { type KrakenEndpoints, krakenEndpoints } from './kraken/rest/endpoints.js';
export { classifyError, type ErrorClass, type ErrorKind } from './kraken/rest/error-class.js';
export { type Fetch, type FetchTransportOptions, fetchTransport } from './kraken/rest/fetch-transport.js';
export { FileNonce, type FileNonceOptions } from './kraken/rest/file-nonce.js';
export type { FoundOrder, OrderToFind } from './kraken/rest/find-order.js';
export { marketTrades, type TradeRange } from './kraken/rest/history/market-trades.js';
export { recentCandles } from './kraken/rest/history/recent-candles.js';
export { type ApiKeys, type FindKeysOptions, findKeys } from './kraken/rest/keys.js';
export { KrakenError } from './kraken/rest/kraken-error.js';
export { type CanceledOrder, KrakenRest, type KrakenRestOptions } from './kraken/rest/kraken-rest.js';
export { MemoryNonce, type NonceSource } from './kraken/rest/nonce.js';
export type {
  AddOrderOptions,
  AddOrderOutcome,
  AmendOptions,
  AmendOutcome,
  CancelOutcome,
  DeadMansSwitchOutcome,
  OrderId,
  Rejected,
  Unknown,
} from './kraken/rest/order-calls.js';
export { type AccountTier, tierOf } from './kraken/rest/rate-budget.js';
export type { Priority } from './kraken/rest/rate-gate.js';
export { Secret } from './kraken/rest/secret.js';
export type { BuiltRequest, Parameters, Signer } from './kraken/rest/signer.js';
export { systemTime } from './kraken/rest/system-time.js';
export {
  type HttpRequest,
  type HttpResponse,
  type HttpTransport,
  TransportError,
  type TransportFailure,
} from './kraken/rest/transport.js';
export type {
  KrakenBalance,
  KrakenPosition,
  LedgerEntry,
  TradeBalance,
  TradeInfo,
  TradeVolume,
} from './kraken/rest/wire/account-data.js';
export { assetName } from './kraken/rest/wire/asset-names.js';
export type {
  KrakenAsset,
  KrakenCandles,
  KrakenDepth,
  KrakenSpreads,
  KrakenTicker,
  KrakenTrades,
} from './kraken/rest/wire/market-data.js';
export type { KrakenOrderStatus, OrderInfo } from './kraken/rest/wire/order-info.js';
export type { KrakenPair } from './kraken/rest/wire/pair.js';
export { isNameOf } from './kraken/rest/pair-directory.js';
