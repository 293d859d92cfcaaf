import type {
  Decimal,
  ExchangeStatusChanged,
  FeedConnected,
  FeedSkipped,
  Liquidity,
  OrderSide,
} from '@fathom/contracts';

/** The account's orders with their fills, and its balances. */
export type AccountChannel = 'orders' | 'balances';

/** What a report says happened to an order. */
export type OrderReportKind =
  /** The exchange has it. */
  | 'received'
  /** It works: rests in the book, or waits for its trigger. */
  | 'opened'
  | 'filled-partly-or-wholly'
  /** Nothing of it remains. */
  | 'completed'
  | 'canceled'
  | 'expired'
  /** Its price or quantity was changed, by us or by the exchange. */
  | 'amended'
  /** Anything else, such as a trigger that fired. */
  | 'other';

/** An execution as the exchange reports it. */
export interface ReportedFill {
  /** The exchange's own id of it. */
  readonly id: string;
  readonly price: Decimal;
  /** Base units. */
  readonly quantity: Decimal;
  /** Quote units. */
  readonly cost: Decimal;
  readonly fees: readonly { readonly asset: string; readonly quantity: Decimal }[];
  /** The fee in US dollars as the exchange reckons it. */
  readonly feeUsd?: Decimal;
  readonly liquidity: Liquidity;
}

/** Any report about any order of the account, whoever placed it; holds only what the exchange said this time. */
export interface OrderReported {
  readonly type: 'order-reported';
  /** By the exchange's clock, milliseconds since 1970 UTC. */
  readonly time: number;
  readonly receivedAt: number;
  /** Told at the beginning of a subscription. */
  readonly isSnapshot: boolean;
  readonly kind: OrderReportKind;
  readonly orderId: string;
  readonly clientOrderId?: string;
  readonly pair?: string;
  readonly side?: OrderSide;
  /** The order's quantity, base units. */
  readonly quantity?: Decimal;
  /** Of it, what has been filled so far. */
  readonly filledQuantity?: Decimal;
  readonly limitPrice?: Decimal;
  /** Why it was canceled or amended. */
  readonly reason?: string;
  readonly fill?: ReportedFill;
}

export interface ReportedBalance {
  readonly asset: string;
  /** What there is, orders' holds included. */
  readonly balance: Decimal;
  /** What was added or, negative, taken away, and the fee besides; of a change. */
  readonly change?: Decimal;
  readonly fee?: Decimal;
  /** What kind of change: `trade`, `deposit` … */
  readonly cause?: string;
  /** Of a change, whose balance this is when an asset lies in several: `spot/main`. */
  readonly wallet?: string;
}

export interface BalancesReported {
  readonly type: 'balances-reported';
  readonly time: number;
  readonly receivedAt: number;
  /** All the account's balances; else just those that changed. */
  readonly isSnapshot: boolean;
  readonly balances: readonly ReportedBalance[];
}

interface OfChannel {
  readonly time: number;
  readonly channel: AccountChannel;
}

/** The exchange has acknowledged; the snapshot follows. */
export interface AccountSubscribed extends OfChannel {
  readonly type: 'account-subscribed';
  /** Of orders, where the exchange says it: how far the counter of a pair's orders may go. See `tierOf`. */
  readonly maxRateCount?: number;
}

/** The exchange will not serve it, say for want of a permission. */
export interface AccountRefused extends OfChannel {
  readonly type: 'account-refused';
  readonly reason: string;
}

/** Nothing came within the time limit, or messages were lost; it is asked for again. */
export interface AccountSilent extends OfChannel {
  readonly type: 'account-silent';
  readonly reason: string;
}

/** From here to the next snapshot nothing is known of the account. */
export interface AccountDisconnected {
  readonly type: 'account-disconnected';
  readonly time: number;
  readonly reason: string;
  readonly retryInMs: number;
}

/**
 * Everything the account's feed delivers: what the exchange says, as it says it. After each lost connection or message
 * the last fills and all open orders are told again; `KrakenExecution` makes each thing of it once.
 */
export type AccountEvent =
  | OrderReported
  | BalancesReported
  | AccountSubscribed
  | AccountRefused
  | AccountSilent
  | AccountDisconnected
  | FeedConnected
  | FeedSkipped
  | ExchangeStatusChanged;
