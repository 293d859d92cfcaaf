import type { Decimal } from './decimal.js';

export type OrderSide = 'buy' | 'sell';

interface OrderBase {
  /** Ours, derived from the decision: the same decision has the same id. */
  readonly clientOrderId: string;
  readonly side: OrderSide;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** The instant of the decision, milliseconds since 1970 UTC. */
  readonly time: number;
}

/** Executes at once at the market's price. */
export interface MarketOrder extends OrderBase {
  readonly type: 'market';
}

/** Rests until the market offers `price` or better. */
export interface LimitOrder extends OrderBase {
  readonly type: 'limit';
  readonly price: Decimal;
}

/** Becomes a market order when the market trades at `price` or worse for its owner. */
export interface StopLossOrder extends OrderBase {
  readonly type: 'stop-loss';
  readonly price: Decimal;
}

/** Becomes a market order when the market trades at `price` or better for its owner. */
export interface TakeProfitOrder extends OrderBase {
  readonly type: 'take-profit';
  readonly price: Decimal;
}

/** At `price` or worse for its owner it becomes a limit order at `limitPrice`. */
export interface StopLossLimitOrder extends OrderBase {
  readonly type: 'stop-loss-limit';
  readonly price: Decimal;
  readonly limitPrice: Decimal;
}

/** At `price` or better for its owner it becomes a limit order at `limitPrice`. */
export interface TakeProfitLimitOrder extends OrderBase {
  readonly type: 'take-profit-limit';
  readonly price: Decimal;
  readonly limitPrice: Decimal;
}

/** How far a trailing order follows the best price seen: in quote units, or in percent of that price. */
export interface TrailingOffset {
  readonly value: Decimal;
  readonly unit: 'quote' | 'percent';
}

/** Becomes a market order when the market turns back from its best price by `offset`. */
export interface TrailingStopOrder extends OrderBase {
  readonly type: 'trailing-stop';
  readonly offset: TrailingOffset;
}

/** As a trailing stop, but becomes a limit order `limitOffset` from the price that set it off. */
export interface TrailingStopLimitOrder extends OrderBase {
  readonly type: 'trailing-stop-limit';
  readonly offset: TrailingOffset;
  readonly limitOffset: TrailingOffset;
}

/** A limit order of which the book shows only `displayQuantity` at a time. */
export interface IcebergOrder extends OrderBase {
  readonly type: 'iceberg';
  readonly price: Decimal;
  /** Base units, > 0 and less than the quantity. */
  readonly displayQuantity: Decimal;
}

/** The kinds of order the engine sends. */
type EngineOrder =
  | MarketOrder
  | LimitOrder
  | StopLossOrder
  | TakeProfitOrder
  | StopLossLimitOrder
  | TakeProfitLimitOrder
  | TrailingStopOrder
  | TrailingStopLimitOrder;

/** Every kind of order an exchange may take. */
export type ExchangeOrder = EngineOrder | IcebergOrder;

/** An order as the engine sends it, with what it asks besides. */
export type OrderRequest = EngineOrder & { readonly terms?: OrderTerms | undefined };

/** New prices of an order that rests; what is not named stays. */
export interface OrderChange {
  /** Of orders that have a limit. */
  readonly limitPrice?: Decimal;
  /** Of stops and take-profits that have not gone off. */
  readonly triggerPrice?: Decimal;
}

/** `gtc`: until canceled; `ioc`: what does not fill at once is canceled; `gtd`: until `expiresAt`. */
export type TimeInForce = 'gtc' | 'ioc' | 'gtd';

/** What may be asked of an order besides what it is. */
export interface OrderTerms {
  /** Trade on margin with this multiple of the own money, ≥ 2. */
  readonly leverage?: number;
  /** Never opens or turns a position, only makes it smaller. */
  readonly reduceOnly?: boolean;
  /** Refused instead of filled when it would take liquidity. */
  readonly postOnly?: boolean;
  readonly timeInForce?: TimeInForce;
  /** Becomes active then, milliseconds since 1970 UTC. */
  readonly startsAt?: number;
  /** Is canceled then, milliseconds since 1970 UTC. */
  readonly expiresAt?: number;
  /** Which price sets off stops: the last traded (default) or the index. */
  readonly trigger?: 'last' | 'index';
  /** An order of the other side, sent for every fill of this one. */
  readonly conditionalClose?: ConditionalClose;
}

/** The order that closes what another one opened; its side and quantity follow from that one. */
export interface ConditionalClose {
  readonly type: 'limit' | 'stop-loss' | 'take-profit' | 'stop-loss-limit' | 'take-profit-limit';
  /** Limit price, or the trigger of a stop or take-profit. */
  readonly price: Decimal;
  /** Of the kinds that end in `-limit`. */
  readonly limitPrice?: Decimal;
}

/**
 * What an order is called at the exchange. A simulated exchange counts its orders and gives the number, which is written
 * as `SIM-17` by whoever writes it: hardly any of a backtest's hundred thousand ids are ever read.
 */
export type ExchangeOrderId = string | number;

/** How the id is written. */
export function exchangeOrderIdText(id: ExchangeOrderId): string {
  return typeof id === 'number' ? `SIM-${id}` : id;
}

/**
 * pending → submitted → open → partially-filled → filled | canceled | expired;
 * rejected by the exchange, refused by our own risk rules. Unknown while nobody knows whether the exchange has it, lost
 * when it certainly never got it.
 */
export type OrderStatus =
  | 'pending'
  | 'submitted'
  | 'unknown'
  | 'open'
  | 'partially-filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'rejected'
  | 'refused'
  | 'lost';

/** Whether a fill took resting liquidity or provided it. */
export type Liquidity = 'maker' | 'taker';

/** One execution of an order of ours. */
export interface Fill {
  /** The exchange's own name of it: what is told twice counts once. None in a backtest, where nothing is told twice. */
  readonly id?: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Quote per base unit. */
  readonly price: Decimal;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** Price × quantity, quote units. */
  readonly cost: Decimal;
  /** Quote units, ≥ 0. */
  readonly fee: Decimal;
  readonly liquidity: Liquidity;
  /** What the fill cost against the reference price (slippage), quote units, ≥ 0. */
  readonly slippage: Decimal;
  /**
   * On margin: the profit or loss, before fees, of what this fill closed, as the exchange booked it, quote units. Left
   * out where the exchange does not say; then it follows from what was opened, the oldest first.
   */
  readonly gain?: Decimal;
  /**
   * Of a purchase: what of `quantity` the exchange has kept as its fee, base units; `fee` says what that was worth. Left out
   * where the fee was taken in quote units, as orders ask for.
   */
  readonly feeInBase?: Decimal;
}
