import type { ExecutionClient, Instrument, LedgerStore, RiskLimits, Strategy } from '@fathom/contracts';
import type { Ledger } from '@fathom/ledger';
import type { OrderSearchOptions } from './order-search.js';
import type { Sizing } from './sizing.js';

/** What waits for a price to close a trade, and where. See docs/decisions/0021-one-order-for-the-same-coins.md. */
export interface GuardOptions {
  /**
   * `exchange`: one order rests there for each trade, the rest is held by the bot. `bot`: everything is held, watched on
   * live prices, and becomes a market order. Default `exchange`.
   */
  readonly place?: 'exchange' | 'bot';
  /**
   * Of a trade that has both, which one rests on the exchange: Kraken takes one order for the same coins. A stop is
   * preferred, fixed before trailing, since it is what protects while the bot is not there. Default `stop`.
   */
  readonly resting?: 'stop' | 'target';
  /**
   * The exchange is one that plays candles, and only it knows how each of them went: it is given what the bot would hold,
   * and does with it what the bot would do. Default false.
   */
  readonly isSimulated?: boolean;
}

/** Trading with borrowed money. */
export interface MarginOptions {
  /** Multiple of the own money, a whole number ≥ 2, one the exchange offers for the pair. */
  readonly leverage: number;
  /** Longs are bought on margin too; with the own money alone when false, which is the default. */
  readonly longs?: boolean;
}

export interface EngineOptions {
  /** Begins every client order id, so that bots on one account tell their orders apart. */
  readonly botId: string;
  readonly strategy: Strategy;
  readonly instrument: Instrument;
  readonly execution: ExecutionClient;
  readonly ledger: Ledger;
  /** Keeps every ledger event before its consequences; none in a backtest. */
  readonly store?: LedgerStore;
  readonly sizing: Sizing;
  /** What a market entry takes in all, in units of its cost: 1.0045 with 0.4 % fee and 0.05 % slippage. */
  readonly costFactor: number;
  /** Entries decided before this instant (ms since 1970 UTC) are warm-up and become nothing. */
  readonly tradeFrom?: number;
  /** What the bot may do at most; nothing is limited when left out. */
  readonly limits?: RiskLimits;
  /** Nothing is sold short without. */
  readonly margin?: MarginOptions;
  readonly guards?: GuardOptions;
  /** How long orders are looked for of which nobody knows. */
  readonly search?: OrderSearchOptions;
}
