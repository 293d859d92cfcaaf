import type { Instrument } from '@fathom/contracts';

/** An instrument with the rules only an exchange needs. */
export interface VenueInstrument extends Instrument {
  /** Multiples a buy may be leveraged by; empty when it cannot be bought on margin. */
  readonly leverageBuy: readonly number[];
  /** Multiples a sell may be leveraged by; empty when it cannot be sold short. */
  readonly leverageSell: readonly number[];
  /** The margin level, in percent, at or below which the owner is warned and may open nothing more. */
  readonly marginCallPercent: number;
  /** The margin level, in percent, below which positions are closed at the market. */
  readonly marginStopPercent: number;
  /** The most orders that may be open at once; without it there is no limit. */
  readonly maxOpenOrders?: number;
}

/**
 * What a market accepts. Only `online` and `limit-only` match orders; `maintenance` does not even cancel them
 * (docs.kraken.com, status channel; `limit-only` from its REST errors).
 */
export type MarketMode = 'online' | 'cancel-only' | 'post-only' | 'limit-only' | 'maintenance';
