import type { Decimal, Fill, OrderRequest } from '@fathom/contracts';

/** As much of an order of the ledger as is compared. */
export type KnownOrder = OrderRequest & {
  /** Empty until the exchange has accepted it. */
  readonly exchangeOrderId: string;
  /** Nothing more will happen to it, as far as the ledger knows. */
  readonly isFinal: boolean;
  /** Base units. */
  readonly filledQuantity: Decimal;
  hasFill(fill: Pick<Fill, 'id'>): boolean;
};
