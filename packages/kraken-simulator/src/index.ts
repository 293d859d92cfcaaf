export type { CustomerOptions } from './account/customers.js';
export type { ApiKey, LockoutRule } from './account/key-ring.js';
export { PERMISSIONS, type Permission } from './account/permissions.js';
export { apiSign, isSignedBy, type SignedCall } from './account/sign.js';
export { type CounterLimit, TIERS, type Tier } from './account/tier.js';
export type { Delivery } from './faults/delivery.js';
export { FaultPlan } from './faults/fault-plan.js';
export { randomFaults } from './faults/random-faults.js';
export { randomSocketFaults } from './faults/random-socket-faults.js';
export { readFaultRules } from './faults/read-fault-rules.js';
export type { FaultMatch, FaultRule, RestFault } from './faults/rest-fault.js';
export {
  type FrameKind,
  SOCKET_FAULTS,
  type SocketFault,
  type SocketFaultMatch,
  type SocketFaultRule,
  SocketFaults,
} from './faults/socket-faults.js';
export { type FetchInit, type FetchLike, inMemoryTransport } from './in-memory-transport.js';
export { type InMemoryHandlers, InMemorySockets } from './in-memory-sockets.js';
export { keepTime } from './keep-time.js';
export { type KeyOptions, LocalKraken, type LocalKrakenOptions } from './local-kraken.js';
export { type CandlePrintsOptions, candlePrints } from './market/candle-prints.js';
export { captureFrames } from './market/capture.js';
export type { BookView, DepthLevel } from './market/book-view.js';
export type {
  BookStep,
  DayStatistics,
  Market,
  MarketCandle,
  MarketStatus,
  MarketStep,
  MarketTicker,
  SpreadRow,
  TradeStep,
} from './market/market.js';
export type { Print } from './market/print.js';
export type { FrameAt } from './market/recorded-steps.js';
export { AS_RECORDED, type ReplayClock, startingAt } from './market/replay-clock.js';
export { ReplayedMarket, type ReplayedMarketOptions } from './market/replayed-market.js';
export type { MarketSource, SourceStep } from './market/source.js';
export {
  type CandleSourceOptions,
  candleSource,
  type RecordingSourceOptions,
  recordingSource,
  type TradeSourceOptions,
  tradeSource,
} from './market/sources.js';
export type { HttpReply, HttpRequest } from './rest/http.js';
export { type RunningKraken, serve, type ServeOptions } from './server/serve.js';
export { systemTime } from './server/system-time.js';
export { KrakenSockets, type KrakenSocketsOptions } from './ws/kraken-sockets.js';
export type { AccountEvent, Accounts, Exchange } from './ws/ports.js';
export type { Connection, SocketKind, Sockets, Wire } from './ws/sockets.js';
