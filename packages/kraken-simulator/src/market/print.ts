import type { MarketTrade, OrderSide } from '@fathom/contracts';

/** A print as Kraken tells it: numbered without a hole, with the side and kind of the order that took the liquidity. */
export interface Print extends MarketTrade {
  readonly id: number;
  readonly side: OrderSide;
  readonly orderType: 'market' | 'limit';
}
