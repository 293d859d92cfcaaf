import type { Decimal } from '@fathom/contracts';

/** One state of an order's figures, as OrderAmends lists it. */
interface AmendNote {
  readonly id: string;
  readonly kind: 'original' | 'user';
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly quantity: Decimal;
  readonly remaining: Decimal;
  readonly displayQuantity?: Decimal | undefined;
  readonly limitPrice?: Decimal | undefined;
  readonly triggerPrice?: Decimal | undefined;
  readonly isPostOnly: boolean;
}

/** What Kraken keeps of an order that is nobody's business at the venue. */
export interface OrderNotes {
  /** As sent, and `fciq` or `fcib`. */
  readonly flags: readonly string[];
  /** When it was created or last amended, milliseconds since 1970 UTC: penalties go by it. */
  changedAt: number;
  /** The first is the order as it was sent. */
  readonly amends: AmendNote[];
  /** Why it ended, where the venue does not know. */
  reason?: string;
}
