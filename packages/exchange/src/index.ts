export { BoundedEvents, type BoundedEventsOptions } from './bounded-events.js';
export { type FeeTier, feeSchedule, feeTier } from './kraken/fee-schedule.js';
export { altnameOf, findInstrument, instrumentIds, recordedOn } from './kraken/instruments.js';
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
export type { Socket, SocketHandlers, SocketTransport } from './kraken/ws/socket-transport.js';
export type { TopicsLimits } from './kraken/ws/topics.js';
export { type WsTransportOptions, wsTransport } from './kraken/ws/ws-transport.js';
