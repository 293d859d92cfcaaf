import type { Candle } from './candle.js';
import type { Decimal } from './decimal.js';
import type { Fill, OrderChange, OrderRequest, OrderSide } from './order.js';
import type { EnterSignal } from './strategy.js';
import type { ClosedTrade, OpenTrade } from './trade.js';

/** A candle is complete. `time` is the instant it closed, milliseconds since 1970 UTC. */
export interface CandleClosed {
  readonly type: 'candle-closed';
  readonly time: number;
  readonly candle: Candle;
  /** Told so long after its close that the market may be elsewhere: nothing is entered on it. */
  readonly isLate?: boolean;
}

/** Nothing happened, but it is now `time`. */
export interface TimePassed {
  readonly type: 'time-passed';
  readonly time: number;
}

/** What the market's prices are now, quote per base unit, as far as the feed tells; what is not named is not known. */
export interface QuoteChanged {
  readonly type: 'quote-changed';
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly bid?: number;
  readonly ask?: number;
  /** Of the latest market trade. */
  readonly last?: number;
}

export type MarketEvent = CandleClosed | TimePassed | QuoteChanged;

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

interface SaysHowMuch {
  /**
   * What the exchange says has filled in all by then, base units. Whoever has heard of less has missed something. Left
   * out where nothing can be missed.
   */
  readonly filledQuantity?: Decimal;
}

/** One execution; `isComplete` when nothing of the order remains. */
export interface OrderFilled extends AboutOrder, SaysHowMuch {
  readonly type: 'order-filled';
  readonly fill: Fill;
  readonly isComplete: boolean;
}

/** Taken off the book at our wish or the exchange's, or run out; earlier fills stand. */
export interface OrderCanceled extends AboutOrder, SaysHowMuch {
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

/** The order rests at these prices now. */
export interface OrderAmended extends AboutOrder {
  readonly type: 'order-amended';
  readonly change: OrderChange;
}

/** The order rests as it did: the exchange would not have the new prices. */
export interface OrderAmendRefused extends AboutOrder {
  readonly type: 'order-amend-refused';
  readonly reason: string;
}

/** What comes back from an execution client, always as an event, never as a return value. */
export type OrderEvent =
  | OrderAccepted
  | OrderRejected
  | OrderFilled
  | OrderCanceled
  | OrderUnknown
  | OrderAmended
  | OrderAmendRefused;

/** An answer to a search: all there is to know of an order at `asOf` (the exchange's clock, milliseconds since 1970 UTC). */
export interface OrderFound extends AboutOrder {
  readonly type: 'order-found';
  readonly asOf: number;
  readonly exchangeOrderId: string;
  /** All its executions, oldest first. */
  readonly fills: readonly Fill[];
  /** Why nothing more will happen to it: `filled`, `canceled` …; undefined while it may still fill. */
  readonly ended: string | undefined;
}

/**
 * An answer to a search: complete lists of open orders, closed orders and trades, none older than `asOf` (the exchange's
 * clock, milliseconds since 1970 UTC), do not hold the order.
 */
export interface OrderAbsent extends AboutOrder {
  readonly type: 'order-absent';
  readonly asOf: number;
}

/** A fee that belongs to no fill: what the exchange takes every four hours for what is borrowed. Counted once by its id. */
export interface FeeCharged {
  readonly type: 'fee-charged';
  readonly time: number;
  /** The exchange's own name of the charge. */
  readonly id: string;
  readonly kind: 'rollover';
  /** Quote units, ≥ 0. */
  readonly fee: Decimal;
}

/**
 * The exchange has closed of what is held on margin by itself, because the margin level had fallen too low: an exit nobody
 * ordered. Counted once by the fill's id.
 */
export interface PositionLiquidated {
  readonly type: 'position-liquidated';
  readonly time: number;
  readonly exchangeOrderId: string;
  /** What the exchange did: `buy` closes shorts. */
  readonly side: OrderSide;
  readonly fill: Fill;
}

/**
 * Of a trade something is left over that cannot be given back by any order. It counts in the trade at `price` and is no
 * matter of the trade's any more. No balance has moved.
 */
export interface RemainderLeft {
  readonly type: 'remainder-left';
  readonly time: number;
  readonly tradeId: string;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** The latest price, quote per base unit. */
  readonly price: Decimal;
  /**
   * `below-minimum`: the exchange takes no order as small; the account has it. `not-held`: a stray fill has given it back
   * already; the account has it no more.
   */
  readonly why: 'below-minimum' | 'not-held';
}

/** Somebody wants no more entries until trading is resumed; what is open is still looked after. */
export interface TradingHalted {
  readonly type: 'trading-halted';
  readonly time: number;
  readonly reason: string;
  /** Who stopped it: a person, a file, a signal. */
  readonly by?: string;
}

export interface TradingResumed {
  readonly type: 'trading-resumed';
  readonly time: number;
  /** Who let it go on. */
  readonly by?: string;
}

/** Somebody wants something done by hand, whatever the strategy thinks. */
export interface CommandGiven {
  readonly type: 'command-given';
  readonly time: number;
  /**
   * `close-trade`, `cancel-order`: the one that `about` names; `cancel-all`: every order that is not final; `leave-all`:
   * withdraw entries and close every open trade at the market.
   */
  readonly command: 'close-trade' | 'cancel-order' | 'cancel-all' | 'leave-all';
  /** A trade's id, or a client order id. */
  readonly about?: string;
  /** Who wants it. */
  readonly by: string;
}

/** Everything the engine acts on. */
export type EngineEvent =
  | MarketEvent
  | OrderEvent
  | OrderFound
  | OrderAbsent
  | FeeCharged
  | PositionLiquidated
  | TradingHalted
  | TradingResumed
  | CommandGiven;

/** What an order is for. */
export type OrderPurpose = 'entry' | 'exit' | 'stop' | 'target' | 'trailing';

/** What may wait for a price to close a trade. */
export type GuardKind = 'stop' | 'target' | 'trailing';

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

/** An order that rests is to get new prices; written before the exchange is asked. */
export interface AmendIntended extends AboutOrder {
  readonly type: 'amend-intended';
  readonly change: OrderChange;
}

/** A guard the bot holds waits for another price now; of a trailing one it is kept about once a minute. */
export interface GuardMoved {
  readonly type: 'guard-moved';
  readonly time: number;
  readonly tradeId: string;
  readonly guard: GuardKind;
  /** Quote per base unit. */
  readonly price: number;
}

/** Searched for long enough and never found: the exchange does not have the order and will not get it any more. */
export interface OrderLost extends AboutOrder {
  readonly type: 'order-lost';
}

/** What equity was at the first moment seen of a UTC day, quote units: what a day's loss is measured against. */
export interface EquityMarked {
  readonly type: 'equity-marked';
  readonly time: number;
  readonly equity: number;
}

/** The first event of every ledger on disk. */
export interface LedgerOpened {
  readonly type: 'ledger-opened';
  readonly time: number;
  /** `live`, `paper` … */
  readonly mode: string;
  /** The instrument: `BTC/USD`. */
  readonly pair: string;
  /** Quote units. */
  readonly startBalance: Decimal;
  /** Digits the exchange keeps of the pair's costs; 5, as of BTC/USD, in ledgers that do not say. */
  readonly costDecimals?: number;
}

/**
 * A bot is trading on this ledger. Every order of the bot's up to then is in it, so whoever asks whether it is an older copy
 * need not look further back.
 */
export interface LedgerInUse {
  readonly type: 'ledger-in-use';
  readonly time: number;
}

/** Everything the ledger keeps, in order. */
export type LedgerEvent =
  | LedgerOpened
  | LedgerInUse
  | OrderIntended
  | SignalRefused
  | ExitDecided
  | AmendIntended
  | GuardMoved
  | OrderEvent
  | OrderLost
  | FeeCharged
  | PositionLiquidated
  | RemainderLeft
  | EquityMarked
  | TradingHalted
  | TradingResumed
  | CommandGiven;

/** What observers (console, log, messages) are told; nothing flows back from them. */
export type TradeEvent =
  | { readonly type: 'trade-opened'; readonly time: number; readonly trade: OpenTrade }
  | { readonly type: 'trade-closed'; readonly time: number; readonly trade: ClosedTrade };
