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

/** An order as it is sent. */
export type OrderRequest = MarketOrder | LimitOrder | StopLossOrder | TakeProfitOrder;

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
 * rejected by the exchange, refused by our own risk rules.
 */
export type OrderStatus =
  | 'pending'
  | 'submitted'
  | 'open'
  | 'partially-filled'
  | 'filled'
  | 'canceled'
  | 'expired'
  | 'rejected'
  | 'refused';

/** Whether a fill took resting liquidity or provided it. */
export type Liquidity = 'maker' | 'taker';

/** One execution of an order of ours. */
export interface Fill {
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
}
