import type {
  Candle,
  Decimal,
  Instrument,
  Interval,
  LedgerStore,
  RiskLimits,
  Strategy,
  TradeEvent,
} from '@fathom/contracts';
import type { GuardOptions, MarginOptions, Sizing } from '@fathom/engine';
import type { FeeRates, MarginRates } from '@fathom/simulator';

export interface BacktestOptions {
  readonly strategy: Strategy;
  readonly instrument: Instrument;
  readonly interval: Interval;
  /** Quote units at the start. */
  readonly balance: Decimal;
  readonly sizing: Sizing;
  readonly fees: FeeRates;
  /** Basis points; default 0. */
  readonly slippageBasisPoints?: Decimal;
  /** What the bot may do at most; nothing is limited when left out. */
  readonly limits?: RiskLimits;
  /** Nothing is sold short without. */
  readonly margin?: MarginOptions;
  /** What borrowing an asset costs; default Kraken's usual rates. */
  readonly marginRates?: (asset: string) => MarginRates;
  /** What would rest on the exchange and what the bot would hold. */
  readonly guards?: Omit<GuardOptions, 'isSimulated'>;
  /** First instant that may be traded, ms since 1970 UTC; earlier candles only warm the strategy up. Default: all. */
  readonly tradeFrom?: number;
  /** Begins the order ids; default `000`. */
  readonly botId?: string;
  /** Keeps every ledger event; default: none is kept. */
  readonly store?: LedgerStore;
  /** Told of each trade as it opens and closes. */
  readonly onTrade?: (event: TradeEvent) => void;
  /** Told of each candle once it has been played. */
  readonly onCandle?: (candle: Candle) => void;
}

/** What the order ids begin with. */
export function botIdOf({ botId }: Pick<BacktestOptions, 'botId'>): string {
  return botId ?? '000';
}

/** What a market entry takes in all, in units of its cost: 1.0045 with 0.4 % fee and 0.05 % slippage. */
export function costFactorOf({
  fees,
  slippageBasisPoints,
}: Pick<BacktestOptions, 'fees' | 'slippageBasisPoints'>): number {
  return (1 + fees.takerPercent.toNumber() / 100) * (1 + (slippageBasisPoints?.toNumber() ?? 0) / 10_000);
}
