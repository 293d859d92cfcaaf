import type { Decimal, TradeSide } from '@fathom/contracts';
import type { FeeRates } from '../fees.js';
import type { VenueEvent } from './venue-event.js';
import type { VenueInstrument } from './venue-instrument.js';

/** What is numbered. */
export type IdKind = 'order' | 'fill' | 'position' | 'ledger-entry' | 'amendment';

/** What borrowing costs, in percent of what is borrowed. */
export interface MarginRates {
  /** Once, with the fill that opens. */
  readonly openingPercent: Decimal;
  /** Every four hours a position is open; the rate of its opening stays. */
  readonly rolloverPercent: Decimal;
}

/** A position an account begins with. */
export interface StartingPosition {
  /** An instrument's name: `BTC/USD`. */
  readonly pair: string;
  readonly side: TradeSide;
  /** Milliseconds since 1970 UTC; rollovers due by the start are over. */
  readonly openedAt: number;
  /** Base units. */
  readonly quantity: Decimal;
  /** What it came to, quote units. */
  readonly cost: Decimal;
  readonly leverage: number;
}

export interface VenueOptions {
  readonly instruments: readonly VenueInstrument[];
  /** What the account holds at the start, by asset. */
  readonly balances: ReadonlyMap<string, Decimal>;
  /** What is open on margin at the start, oldest first. */
  readonly positions?: readonly StartingPosition[];
  /** When it starts, milliseconds since 1970 UTC. */
  readonly time: number;
  /**
   * Trade fees for a volume of the last 30 days in `valuationAsset`; `feesByVolume` makes it from a table.
   */
  readonly feeRates: (instrument: VenueInstrument, volume: Decimal) => FeeRates;
  /** What borrowing `asset` costs. Default `usualMarginRates`. */
  readonly marginRates?: (asset: string) => MarginRates;
  /** What volume, equity and margin are counted in. Default `USD`. */
  readonly valuationAsset?: string;
  /** Volume traded in the 30 days before the start, in `valuationAsset`. Default 0. It counts for 30 days. */
  readonly volumeBefore?: Decimal;
  /**
   * How many orders that are final, fills and changes of balances can be looked at, the newest of each; twice as many may
   * be kept. All when left out: a venue that runs for months should have a number.
   */
  readonly remembered?: number;
  /** Gives out ids, never one twice for a kind. Default `order-1`, `fill-1` … */
  readonly nextId?: (kind: IdKind) => string;
  /**
   * Is told everything, one event at a time, in order, before the call that caused it returns but after all its
   * changes are made. It may call the venue: that call does all its work at once, and its events follow those that wait.
   */
  readonly deliver: (event: VenueEvent) => void;
}
