import type { Decimal, OrderSide } from '@fathom/contracts';
import type { Market } from '../market/market.js';

/** What sockets need of the rest of the local Kraken. */
export interface Exchange {
  readonly market: Market;
  /** Account side; without it `/v2/auth` refuses every token. */
  readonly accounts?: Accounts;
}

/** A REST call's answer: `result` only when nothing refused it. */
export interface CallAnswer {
  readonly error: readonly string[];
  readonly result?: unknown;
}

/** The accounts behind `/v2/auth`. `account` names the owner of a token; its form is the implementer's. */
export interface Accounts {
  /**
   * Who a token of GetWebSocketsToken belongs to at `now` (milliseconds). 15 minutes to be used; once used to subscribe
   * it lives with that connection, which the session minds, not this.
   */
  tokenOwner(token: string, now: number): string | undefined;
  /**
   * A private REST call by its name (`AddOrder`, `AmendOrder`, `EditOrder`, `CancelOrder`, `CancelAll`,
   * `CancelAllOrdersAfter`, `AddOrderBatch`, `CancelOrderBatch`) with REST's parameters as text (a batch's `orders` as a
   * list of such), after key and nonce: permission, rate counters and everything else apply as to a REST call.
   */
  call(account: string, method: string, parameters: CallParameters, now: number): CallAnswer;
  /** Whether the owner may read executions and balances. */
  mayQuery(account: string): boolean;
  openOrders(account: string): readonly OrderView[];
  /** The newest 50 fills, newest first. */
  recentFills(account: string): readonly { readonly order: OrderView; readonly fill: FillView }[];
  balances(account: string): readonly BalanceView[];
  /** What an order with `margin: true` is leveraged by: the most the pair allows; undefined where it allows none. */
  leverage(pair: string, side: OrderSide): number | undefined;
  /** Upper bound of the trading engine's counter by tier (60, 125, 180), and the counter of a pair at `now`. */
  maxRateCount(account: string): number;
  rateCount(account: string, pair: string, now: number): number;
}

export type CallParameters = { readonly [name: string]: string | readonly CallParameters[] };

export interface BalanceView {
  /** `BTC`, `USD`. */
  readonly asset: string;
  readonly balance: Decimal;
  /** Digits after the point Kraken shows of the asset. */
  readonly decimals: number;
}

/** An order as executions shows it. All amounts exact; times in milliseconds since 1970 UTC. */
export interface OrderView {
  readonly orderId: string;
  readonly clientOrderId?: string | undefined;
  readonly userref?: number | undefined;
  readonly pair: string;
  readonly side: OrderSide;
  /** Kraken's word: `limit`, `stop-loss-limit`, … */
  readonly orderType: string;
  readonly status: 'pending_new' | 'new' | 'partially_filled' | 'filled' | 'canceled' | 'expired';
  readonly quantity: Decimal;
  readonly limitPrice?: Decimal | undefined;
  readonly trigger?:
    | {
        readonly price: Decimal;
        readonly reference: 'last' | 'index';
        readonly priceType: 'static' | 'pct' | 'quote';
        readonly status: 'untriggered' | 'triggered';
        readonly lastPrice?: Decimal | undefined;
      }
    | undefined;
  readonly displayQuantity?: Decimal | undefined;
  readonly timeInForce: 'GTC' | 'IOC' | 'GTD';
  readonly postOnly?: boolean | undefined;
  readonly reduceOnly?: boolean | undefined;
  readonly margin?: boolean | undefined;
  readonly feeCurrency: 'fciq' | 'fcib';
  readonly effectiveTime?: number | undefined;
  readonly expireTime?: number | undefined;
  readonly filledQuantity: Decimal;
  /** Quote units. */
  readonly cost: Decimal;
  readonly fee: Decimal;
  /** Zero while nothing is filled. */
  readonly averagePrice: Decimal;
  readonly time: number;
}

/** One fill as executions shows it. */
export interface FillView {
  /** Kraken's trade txid, `TXXXXX-XXXXX-XXXXXX`. */
  readonly executionId: string;
  readonly tradeId: number;
  readonly time: number;
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly cost: Decimal;
  /** Quote units. */
  readonly fee: Decimal;
  /** What the fee is paid in, and how much of it. */
  readonly feeAsset: string;
  readonly feeCharged: Decimal;
  readonly isMaker: boolean;
}

/** What became of an order; told to the owner's sockets in the order it happened. */
export interface ExecutionEvent {
  readonly kind: 'execution';
  readonly account: string;
  readonly execType: 'pending_new' | 'new' | 'trade' | 'filled' | 'canceled' | 'expired' | 'amended' | 'status';
  readonly time: number;
  /** As it is after this. */
  readonly order: OrderView;
  /** Of a `trade`. */
  readonly fill?: FillView;
  /** `User requested`, `Post only order`, … */
  readonly reason?: string;
}

/** One ledger entry. */
export interface BalanceEvent {
  readonly kind: 'balance';
  readonly account: string;
  readonly ledgerId: string;
  readonly referenceId: string;
  readonly time: number;
  /** Kraken's word: `trade`, `margin`, `rollover`, `deposit`, `withdrawal`, `transfer`. */
  readonly type: string;
  readonly asset: string;
  /** Digits after the point Kraken shows of the asset. */
  readonly decimals: number;
  /** Signed, without the fee. */
  readonly amount: Decimal;
  readonly fee: Decimal;
  /** Afterwards. */
  readonly balance: Decimal;
}

export type AccountEvent = ExecutionEvent | BalanceEvent;
