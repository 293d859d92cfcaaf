import type { Candle } from './candle.js';
import type { Fill, OrderRequest } from './order.js';
import type { EnterSignal } from './strategy.js';
import type { ClosedTrade, OpenTrade } from './trade.js';

/** A candle is complete. `time` is the instant it closed, milliseconds since 1970 UTC. */
export interface CandleClosed {
  readonly type: 'candle-closed';
  readonly time: number;
  readonly candle: Candle;
}

/** Nothing happened, but it is now `time`. */
export interface TimePassed {
  readonly type: 'time-passed';
  readonly time: number;
}

export type MarketEvent = CandleClosed | TimePassed;

interface AboutOrder {
  readonly time: number;
  readonly clientOrderId: string;
}

/** The exchange has the order; `exchangeOrderId` is its id there. */
export interface OrderAccepted extends AboutOrder {
  readonly type: 'order-accepted';
  readonly exchangeOrderId: string;
}

/** The exchange definitely does not have the order. */
export interface OrderRejected extends AboutOrder {
  readonly type: 'order-rejected';
  readonly reason: string;
}

/** One execution; `isComplete` when nothing of the order remains. */
export interface OrderFilled extends AboutOrder {
  readonly type: 'order-filled';
  readonly fill: Fill;
  readonly isComplete: boolean;
}

/** Taken off the book at our wish or the exchange's; earlier fills stand. */
export interface OrderCanceled extends AboutOrder {
  readonly type: 'order-canceled';
  readonly reason: string;
}

/**
 * Nobody knows whether the exchange has the order: the answer was lost, late or not understood. Never to be sent again
 * before it was looked for; what it became arrives as another event.
 */
export interface OrderUnknown extends AboutOrder {
  readonly type: 'order-unknown';
  readonly reason: string;
}

/** What comes back from an execution client, always as an event, never as a return value. */
export type OrderEvent = OrderAccepted | OrderRejected | OrderFilled | OrderCanceled;

/** Everything the engine acts on. */
export type EngineEvent = MarketEvent | OrderEvent;

/** What an order is for. */
export type OrderPurpose = 'entry' | 'exit' | 'stop' | 'target';

/** Written before the order is sent. */
export interface OrderIntended {
  readonly type: 'order-intended';
  readonly time: number;
  readonly order: OrderRequest;
  readonly purpose: OrderPurpose;
  readonly tradeId: string;
  readonly reason: string;
  /** For an entry: the signal it came from. */
  readonly signal?: EnterSignal;
}

/** A signal our own rules turned down. */
export interface SignalRefused {
  readonly type: 'signal-refused';
  readonly time: number;
  readonly signal: EnterSignal;
  /** Which rule, the same for every value: `minimum quantity`. */
  readonly rule: string;
  /** The rule with the value that broke it. */
  readonly reason: string;
}

/** A trade is to be closed, and its resting orders are being taken off the book first. */
export interface ExitDecided {
  readonly type: 'exit-decided';
  readonly time: number;
  readonly tradeId: string;
  readonly reason: string;
}

/** Everything the ledger keeps, in order. */
export type LedgerEvent = OrderIntended | SignalRefused | ExitDecided | OrderEvent;

/** What observers (console, log, messages) are told; nothing flows back from them. */
export type TradeEvent =
  | { readonly type: 'trade-opened'; readonly time: number; readonly trade: OpenTrade }
  | { readonly type: 'trade-closed'; readonly time: number; readonly trade: ClosedTrade };
