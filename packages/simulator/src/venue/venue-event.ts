import type { Decimal } from '@fathom/contracts';
import type { VenueLedgerEntry } from './venue-account-types.js';
import type { VenueFill } from './venue-fill.js';
import type { CancelReason, VenueOrder } from './venue-order.js';
import type { VenueRefusal } from './venue-refusal.js';

interface AtTime {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
}

interface AboutOrder extends AtTime {
  /** As it was right after this. */
  readonly order: VenueOrder;
}

/** Taken in; it may still have to wait for its start. The first event of every order. */
export interface VenueOrderAccepted extends AboutOrder {
  readonly type: 'accepted';
}

/** At work: on the book, waiting to be set off, or about to take. */
export interface VenueOrderOpened extends AboutOrder {
  readonly type: 'opened';
}

/** A stop, take-profit or trailing order has gone off. */
export interface VenueOrderTriggered extends AboutOrder {
  readonly type: 'triggered';
}

/** One execution; the last one is followed by `completed`. */
export interface VenueOrderFilled extends AboutOrder {
  readonly type: 'filled';
  readonly fill: VenueFill;
}

/** Nothing of it remains. Final. */
export interface VenueOrderCompleted extends AboutOrder {
  readonly type: 'completed';
}

/** The rest of it is off; its fills stand. Final. */
export interface VenueOrderCanceled extends AboutOrder {
  readonly type: 'canceled';
  readonly reason: CancelReason;
}

/** Its time is over; its fills stand. Final. */
export interface VenueOrderExpired extends AboutOrder {
  readonly type: 'expired';
}

export interface VenueOrderAmended extends AboutOrder {
  readonly type: 'amended';
  /** From `nextId('amendment')`. */
  readonly amendId: string;
  /** Whether it kept its place among orders of the same price. */
  readonly isPriorityKept: boolean;
}

/** One entry was written; right after the fill it belongs to. */
export interface VenueBalanceChanged extends AtTime {
  readonly type: 'balance-changed';
  readonly entry: VenueLedgerEntry;
}

/** A fill should have sent a conditional close, and that was turned down (for instance below the minimum). */
export interface VenueCloseRefused extends AboutOrder {
  readonly type: 'close-refused';
  readonly refusal: VenueRefusal;
}

/** The margin level has come down to the call level; told once until it is above again. */
export interface VenueMarginCalled extends AtTime {
  readonly type: 'margin-called';
  /** Percent. */
  readonly level: Decimal;
}

/** Everything that happens at a venue, in order. */
export type VenueEvent =
  | VenueOrderAccepted
  | VenueOrderOpened
  | VenueOrderTriggered
  | VenueOrderFilled
  | VenueOrderCompleted
  | VenueOrderCanceled
  | VenueOrderExpired
  | VenueOrderAmended
  | VenueBalanceChanged
  | VenueCloseRefused
  | VenueMarginCalled;
