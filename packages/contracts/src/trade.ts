import type { Decimal } from './decimal.js';
import type { Liquidity } from './order.js';

export type TradeSide = 'long' | 'short';

/** A round trip that has begun: what was bought (long) or sold (short) and not yet given back. */
export interface OpenTrade {
  readonly id: string;
  readonly side: TradeSide;
  /** Base units. */
  readonly quantity: Decimal;
  /** Average price of the entry fills, quote per base unit. */
  readonly entryPrice: number;
  /** The price the strategy decided on; its stop is measured from here. */
  readonly decisionPrice: number;
  /** Milliseconds since 1970 UTC. */
  readonly openedAt: number;
  /** An exit is already under way; further exit signals change nothing. */
  readonly isClosing: boolean;
}

/** A finished round trip. Money in quote units. */
export interface ClosedTrade {
  readonly id: string;
  readonly side: TradeSide;
  readonly quantity: Decimal;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly entryOrderId: string;
  readonly exitOrderId: string;
  readonly entryPrice: Decimal;
  readonly exitPrice: Decimal;
  /** Entry price × quantity. */
  readonly entryCost: Decimal;
  /** Exit price × quantity. */
  readonly exitCost: Decimal;
  readonly entryFee: Decimal;
  readonly exitFee: Decimal;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  /** Paid for what was borrowed while it was open, beside the fee of opening, which is part of the entry fee. */
  readonly rolloverFee: Decimal;
  /** Lost to slippage on both legs. */
  readonly slippage: Decimal;
  /** Long: exit cost − entry cost − all fees; short: entry cost − exit cost − all fees. */
  readonly profit: Decimal;
  readonly entryReason: string;
  readonly exitReason: string;
  /**
   * Base units of it that were never given back, because no order can: they count in the exit at the latest price of then.
   * Absent when all was given back.
   */
  readonly leftOver?: Decimal;
}
