import type { Booking, Decimal, RecordedOrder } from '@fathom/contracts';
import type { KnownOrder } from './known-order.js';

/** One thing in which the exchange's records and the ledger are not the same, or that somebody should know. */
export type Finding =
  /** The exchange knows more of an order of ours than the ledger: it is to be looked up, and what was missed adopted. */
  | { readonly type: 'order-behind'; readonly order: KnownOrder; readonly reason: string }
  /** The exchange has a second order under the client order id of one of ours. */
  | { readonly type: 'executed-twice'; readonly order: KnownOrder; readonly recorded: RecordedOrder }
  /** An order with our id that our ledger never intended: another process trades as this bot, or the ledger is an old copy. */
  | { readonly type: 'not-intended'; readonly recorded: RecordedOrder }
  /** An order of nobody we know: of a person, or of another program. */
  | { readonly type: 'foreign-order'; readonly recorded: RecordedOrder }
  /** The exchange has closed on margin by itself, where this bot holds something to be closed. */
  | { readonly type: 'liquidated'; readonly recorded: RecordedOrder }
  /** The exchange has charged for what is borrowed for one of our executions. */
  | { readonly type: 'charged'; readonly booking: Booking }
  /** The balance was changed by something that is not ours: a deposit, a reward, a trade nobody here sent. */
  | { readonly type: 'foreign-booking'; readonly kind: string; readonly asset: string; readonly change: Decimal }
  /** A fee of one of our executions was taken in base units, which the ledger books in quote units. */
  | { readonly type: 'fee-in-base'; readonly asset: string; readonly fee: Decimal }
  /** What the balance changed by and nothing on record explains. */
  | {
      readonly type: 'balance-differs';
      readonly asset: string;
      /** Above zero: the account has more than it should. */
      readonly difference: Decimal;
      /** Of all differences told so far, the sum. */
      readonly total: Decimal;
      /** Less than the smallest order there is. */
      readonly isDust: boolean;
    };
