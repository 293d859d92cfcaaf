export { captureFrames } from './market/capture.js';
export { type CandlePrintsOptions, candlePrints } from './market/candle-prints.js';
export type {
  BookStep,
  DayStatistics,
  DepthLevel,
  Market,
  MarketCandle,
  MarketStatus,
  MarketStep,
  MarketTicker,
  Print,
  SpreadRow,
  TradeStep,
} from './market/market.js';
export type { BookView } from './market/market-book.js';
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
export { randomSocketFaults } from './faults/random-socket-faults.js';
export {
  SOCKET_FAULTS,
  type SocketFault,
  type SocketFaultMatch,
  type SocketFaultRule,
  SocketFaults,
} from './faults/socket-faults.js';
export { KrakenSockets, type KrakenSocketsOptions } from './ws/kraken-sockets.js';
export type { AccountEvent, Accounts, Exchange } from './ws/ports.js';
export type { Connection, SocketKind, Sockets, Wire } from './ws/sockets.js';
