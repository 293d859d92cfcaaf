import type { Decimal } from './decimal.js';
import type { OrderSide } from './order.js';

/** An order as the exchange has it on record, whoever sent it. */
export interface RecordedOrder {
  readonly exchangeOrderId: string;
  /** Absent where it was sent without one. */
  readonly clientOrderId?: string;
  /** A number some programs mark their orders with; absent where it was sent without one. */
  readonly userReference?: number;
  readonly isOpen: boolean;
  /** Base units. */
  readonly filledQuantity: Decimal;
  /** The exchange's names of its executions. */
  readonly fillIds: readonly string[];
  /** `BTC/USD`; absent where the exchange names a pair nobody knows. */
  readonly pair?: string;
  readonly side?: OrderSide;
  /** The exchange sent it itself, to close what was held on margin. */
  readonly isLiquidation: boolean;
  /** For people: `buy 0.01000000 XBTUSD @ market`. */
  readonly description: string;
}

/** One change of a balance, as the exchange has booked it. */
export interface Booking {
  readonly id: string;
  /** What it belongs to: the execution's name, a deposit's. */
  readonly reference: string;
  /** Of what is charged for a position: the client order id of the order that opened it, where it has one. */
  readonly clientOrderId?: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  /** `trade`, `margin`, `rollover`, `deposit`, `withdrawal`, `transfer`, `staking` … */
  readonly kind: string;
  /** `BTC`, `USD`. */
  readonly asset: string;
  /** What the balance changed by, the fee taken off. */
  readonly change: Decimal;
  /** Of that, the fee: ≥ 0, in the asset. */
  readonly fee: Decimal;
}

/** What an exchange has on record of an account, as far as it was asked. */
export interface AccountRecords {
  /** The exchange's clock before the first question, milliseconds since 1970 UTC. */
  readonly asOf: number;
  /** The same clock after the last answer, which is that about the balances. */
  readonly until: number;
  /** All open orders, and those that ended since `since`. */
  readonly orders: readonly RecordedOrder[];
  /** Bookings since `since`, oldest first. */
  readonly bookings: readonly Booking[];
  /** All there is of each asset, what orders hold included, with what the exchange lends out or rewards and gives back for any order. */
  readonly balances: ReadonlyMap<string, Decimal>;
}
