import type { Decimal } from '@fathom/contracts';
import type { VenueOrderSpec } from './venue-order.js';

/** What is held of an asset. */
export interface VenueBalance {
  /** May be below zero only after a loss on margin. */
  readonly total: Decimal;
  /** Set aside for open orders; never more than `total` when that is above zero. */
  readonly held: Decimal;
}

/**
 * One change of one balance: `amount − fee` is added to what was there, so the first balance and the sum of all
 * entries are the last balance.
 */
export interface VenueLedgerEntry {
  readonly id: string;
  /** The fill (trade, margin) or position (rollover) it comes from. */
  readonly reference: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly asset: string;
  /** `margin` is the profit or loss, and the fees, of a fill with leverage. */
  readonly kind: 'trade' | 'margin' | 'rollover';
  /** Units of the asset, below zero when they leave. */
  readonly amount: Decimal;
  /** Units of the asset, ≥ 0. */
  readonly fee: Decimal;
  /** What is there afterwards. */
  readonly balance: Decimal;
}

/** What one fill with leverage opened. Positions of a pair are all long or all short; the oldest is closed first. */
export interface VenuePosition {
  readonly id: string;
  readonly orderId: string;
  readonly pair: string;
  readonly side: 'long' | 'short';
  readonly orderType: VenueOrderSpec['type'];
  /** Milliseconds since 1970 UTC. */
  readonly openedAt: number;
  /** Base units it was opened with. */
  readonly quantity: Decimal;
  /** Base units closed since; the position is over when this is its quantity. */
  readonly closedQuantity: Decimal;
  /** Of the whole quantity at opening, quote units. */
  readonly cost: Decimal;
  /** Trade and opening fees, and rollovers since, quote units. */
  readonly fee: Decimal;
  readonly leverage: number;
  /** Own money that backs what is not closed, quote units. */
  readonly margin: Decimal;
  /** Percent taken at each rollover, fixed at opening. */
  readonly rolloverPercent: Decimal;
  /** Milliseconds since 1970 UTC. */
  readonly nextRolloverAt: number;
  /** What is not closed at the last price, quote units. */
  readonly value: Decimal;
  /** Profit, above zero, or loss of what is not closed at the last price, before fees, quote units. */
  readonly unrealized: Decimal;
}

/** The account as backing for positions; everything in units of one asset, `VenueOptions.valuationAsset`. */
export interface MarginSummary {
  readonly asset: string;
  /** All balances at the last prices; assets without a price count nothing. */
  readonly balance: Decimal;
  /** Own money that backs open positions. */
  readonly used: Decimal;
  readonly unrealized: Decimal;
  /** What the open positions cost. */
  readonly cost: Decimal;
  /** What they are worth now. */
  readonly value: Decimal;
  /** Balance and unrealized. */
  readonly equity: Decimal;
  /** Equity − used. */
  readonly free: Decimal;
  /** Equity ÷ used × 100; missing without positions. */
  readonly level?: Decimal;
}
