import type { Decimal, MarketTrade } from '@fathom/contracts';
import type { FeeRates } from '../fees.js';
import type { MarginSummary, VenueBalance, VenueLedgerEntry, VenuePosition } from './venue-account-types.js';
import type { VenueFill } from './venue-fill.js';
import type { MarketMode } from './venue-instrument.js';
import type { AmendRequest, OrderKey, VenueOrder, VenueOrderRequest } from './venue-order.js';
import type { VenueOptions } from './venue-options.js';
import type { VenueRefusal } from './venue-refusal.js';

/** One price of a displayed book. */
export interface VenueLevel {
  readonly price: Decimal;
  /** Base units, > 0. */
  readonly quantity: Decimal;
}

/** The displayed book of a pair, best prices first. */
export interface VenueBook {
  readonly bids: readonly VenueLevel[];
  readonly asks: readonly VenueLevel[];
}

/** What was accepted, or why it was not. */
export type VenueResult<T> = { readonly accepted: T } | { readonly refused: VenueRefusal };

/**
 * An exchange for one account, over books and market trades that are told to it. Synchronous and deterministic: time
 * and market come only through `advanceTo`, `bookChanged`, `traded` and `indexed`, and the same calls have the same
 * events. The market never notices the account: its orders are filled from what others offered and traded, and its
 * orders never meet each other.
 */
export declare class Venue {
  constructor(options: VenueOptions);

  /** Milliseconds since 1970 UTC. */
  get time(): number;

  /**
   * It is now `time`: starts, expiries, rollovers and the dead man's switch that fell due happen, each at its own
   * instant, earliest first. Expiries come before starts, starts before rollovers, the switch last.
   * @throws {UsageError} when `time` is before the present.
   */
  advanceTo(time: number): void;

  /**
   * The displayed book is now this, best first. What orders here have taken of a level stays taken until the level
   * is gone, or the market has taken as much of it itself.
   * @throws {UsageError} for an unknown pair.
   */
  bookChanged(pair: string, book: VenueBook): void;

  /**
   * Somebody else's trade. Its `time` is not looked at: what follows from it happens now.
   * @throws {UsageError} for an unknown pair.
   */
  traded(pair: string, trade: MarketTrade): void;

  /**
   * The index of the wider market; sets off orders with `trigger: 'index'`, which go by the last trade before the
   * first index price.
   * @throws {UsageError} for an unknown pair.
   */
  indexed(pair: string, price: Decimal): void;

  /** Sets what a market, or all of them, accepts. Back in a matching mode, orders meet the present book at once. */
  setMode(mode: MarketMode, pair?: string): void;

  /** The order as it is when everything it causes at once has happened; with `validateOnly` as it would start. */
  submit(request: VenueOrderRequest): VenueResult<VenueOrder>;

  /** The order keeps its id, fills, and its place at its price when only its quantity falls. */
  amend(key: OrderKey, change: AmendRequest): VenueResult<VenueOrder>;

  cancel(key: OrderKey): VenueResult<VenueOrder>;

  /** Of a pair, or all. Markets in `maintenance` are passed over. @returns what was canceled. */
  cancelAll(pair?: string): readonly VenueOrder[];

  /**
   * Dead man's switch: all orders are canceled `delayMs` from now unless it is set anew before; 0 takes it back.
   * @returns when it will go off.
   * @throws {UsageError} for a delay below 0 or not finite.
   */
  cancelAllAfter(delayMs: number): number | undefined;

  /** Any order ever accepted. */
  order(key: OrderKey): VenueOrder | undefined;
  /** Pending ones too, in the order they were accepted. */
  openOrders(): readonly VenueOrder[];
  /** Final ones, in the order they became so. */
  closedOrders(): readonly VenueOrder[];
  /** All fills, oldest first. */
  fills(): readonly VenueFill[];
  /** Open ones, oldest first. */
  positions(): readonly VenuePosition[];
  /** Every asset ever held. */
  balances(): ReadonlyMap<string, VenueBalance>;
  /** Oldest first. */
  ledger(): readonly VenueLedgerEntry[];
  marginSummary(): MarginSummary;
  /** Traded in the last 30 days, in the valuation asset. */
  volume(): Decimal;
  /** The fees of the next fill. @throws {UsageError} for an unknown pair. */
  feeRates(pair: string): FeeRates;
  /** The last trade's price. @throws {UsageError} for an unknown pair. */
  lastPrice(pair: string): Decimal | undefined;
  /** @throws {UsageError} for an unknown pair. */
  mode(pair: string): MarketMode;
}
