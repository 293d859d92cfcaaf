import type { Decimal, ExchangeOrder, OrderSide, OrderTerms } from '@fathom/contracts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** What an order is: side, kind, quantity and prices, without who sent it and when. */
export type VenueOrderSpec = Without<ExchangeOrder, 'clientOrderId' | 'time'>;

/** An order as it is handed in. */
export interface VenueOrderRequest {
  /** An instrument's name: `BTC/USD`. */
  readonly pair: string;
  /**
   * What is asked for. A quantity of 0 with leverage means: what closes the open position.
   * Prices must be multiples of the tick, quantities have at most the instrument's digits.
   */
  readonly order: VenueOrderSpec;
  readonly terms?: OrderTerms;
  /** Unique among open orders only: once an order is final its id may be used again. */
  readonly clientOrderId?: string;
  /** A number of the client's own, not unique. */
  readonly userReference?: number;
  /** `quote`: the quantity is what to spend, without the fee; for buys at the market without leverage. Default `base`. */
  readonly quantityIn?: 'base' | 'quote';
  /** What the fee is taken from where that is possible. Default: quote for a buy, base for a sell. */
  readonly feeIn?: 'base' | 'quote';
  /** Refused when it is this late or later, milliseconds since 1970 UTC. */
  readonly deadline?: number;
  /** Says what would happen and does nothing. */
  readonly validateOnly?: boolean;
}

/** Names one order. Of several with the same client order id the open one is meant, else the latest. */
export type OrderKey = { readonly id: string } | { readonly clientOrderId: string };

/** What is to change of an open order; what is not named stays. */
export interface AmendRequest {
  /** The whole quantity, what has filled included; at or below that the rest of the order is canceled. */
  readonly quantity?: Decimal;
  /** Of icebergs. */
  readonly displayQuantity?: Decimal;
  /** Of orders that have a limit. */
  readonly limitPrice?: Decimal;
  /** Of stops and take-profits that have not gone off. */
  readonly triggerPrice?: Decimal;
  /** Refuse the new limit price when it would take liquidity. */
  readonly postOnly?: boolean;
  /** Refused when it is this late or later, milliseconds since 1970 UTC. */
  readonly deadline?: number;
}

/** pending: not started, or the answer of `validateOnly`; the last three are final. */
export type VenueOrderStatus = 'pending' | 'open' | 'partially-filled' | 'filled' | 'canceled' | 'expired';

/** Why the venue itself ended an order; `canceled by client` when it did not. */
export type CancelReason =
  | 'canceled by client'
  | 'canceled all'
  | 'dead man’s switch'
  | 'immediate or cancel'
  | 'no liquidity'
  | 'insufficient funds'
  | 'insufficient margin'
  | 'reduce only'
  | 'amended below filled quantity'
  | 'post only';

/** An order at one moment; never changes afterwards. */
export interface VenueOrder {
  readonly id: string;
  readonly clientOrderId?: string;
  readonly userReference?: number;
  readonly pair: string;
  readonly side: OrderSide;
  /** As it was handed in, but for what was amended; what it has become tell `isTriggered` and the prices below. */
  readonly order: VenueOrderSpec;
  readonly terms: OrderTerms;
  readonly quantityIn: 'base' | 'quote';
  readonly feeIn: 'base' | 'quote';
  readonly status: VenueOrderStatus;
  /** In `quantityIn`. */
  readonly quantity: Decimal;
  /** Base units. */
  readonly filledQuantity: Decimal;
  /** Sum of its fills, quote units. */
  readonly cost: Decimal;
  /** Sum of its fills' fees, quote units. */
  readonly fee: Decimal;
  /** Cost ÷ filled quantity, to the pair's price digits and five more; 0 while nothing has filled. */
  readonly averagePrice: Decimal;
  /** The limit in force: of limit orders, and of `-limit` kinds (a trailing one has none before it goes off). */
  readonly limitPrice?: Decimal;
  /** What sets it off; of a trailing order it moves, and is missing before the first price is seen. */
  readonly triggerPrice?: Decimal;
  /** A stop, take-profit or trailing order that has gone off. */
  readonly isTriggered: boolean;
  /** When it was accepted, milliseconds since 1970 UTC, as all times here. */
  readonly acceptedAt: number;
  readonly triggeredAt?: number;
  /** When it became final. */
  readonly closedAt?: number;
  readonly reason?: CancelReason;
  /** Ids of its fills, oldest first. */
  readonly fills: readonly string[];
  /** The order whose conditional close this is. */
  readonly closes?: string;
  /** Sent by the venue itself because the margin level fell too low. */
  readonly isLiquidation: boolean;
}
