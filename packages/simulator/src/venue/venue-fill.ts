import type { Decimal, Liquidity, OrderSide } from '@fathom/contracts';
import type { VenueOrderSpec } from './venue-order.js';

/** One execution of an order. */
export interface VenueFill {
  readonly id: string;
  readonly orderId: string;
  readonly clientOrderId?: string;
  readonly userReference?: number;
  readonly pair: string;
  readonly side: OrderSide;
  readonly orderType: VenueOrderSpec['type'];
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** Quote per base unit. */
  readonly price: Decimal;
  /** Base units, > 0. */
  readonly quantity: Decimal;
  /** Price × quantity to the pair's cost digits, quote units. */
  readonly cost: Decimal;
  /** Quote units to the pair's cost digits; of a leveraged fill that opens, the margin's opening fee included. */
  readonly fee: Decimal;
  /** What the fee was taken from: the instrument's quote or base. */
  readonly feeAsset: string;
  /** The fee in units of `feeAsset`; the same as `fee` when that is the quote. */
  readonly feeCharged: Decimal;
  readonly liquidity: Liquidity;
  /** The best price on the other side when the order began to take; of a maker its own price. */
  readonly referencePrice: Decimal;
  /** Missing for a fill that moved the account's own money. */
  readonly leverage?: number;
  /** Cost ÷ leverage, quote units; 0 without leverage. */
  readonly margin: Decimal;
  /** The position it opened. */
  readonly positionId?: string;
  /** Base units of positions it closed; the rest opened one. */
  readonly closedQuantity: Decimal;
}
