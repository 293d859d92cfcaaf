import type { Decimal, Interval, RiskLimits, StrategyDefinition } from '@fathom/contracts';
import type { MarginOptions, Sizing } from '@fathom/engine';
import type { Bot as Identity } from '@fathom/notifications';
import type { FeeRates } from '@fathom/simulator';
import type { BotOptions } from '@fathom/trading';

/**
 * How real a bot is; all of them run the same code but for who fills the orders. `validate`: Kraken checks every order and
 * executes none.
 */
export type Mode = 'live' | 'validate' | 'paper' | 'rehearsal';

/** What one bot is to do, checked. */
export interface BotPlan {
  readonly identity: Identity;
  readonly mode: Mode;
  /** In any spelling: `XXBTZUSD`, `BTC/USD`. */
  readonly pair: string;
  readonly interval: Interval;
  /** What candles are built from. */
  readonly source: 'market-trades' | 'ticker';
  /** Tickers are polled this often, milliseconds; streamed when left out. */
  readonly pollMs?: number;
  readonly definition: StrategyDefinition;
  readonly config: Record<string, unknown>;
  readonly sizing: Sizing;
  readonly limits?: RiskLimits;
  /** Nothing is sold short without. */
  readonly margin?: MarginOptions;
  /** Where stops and targets wait. */
  readonly guards?: BotOptions['guards'];
  /** What there is to trade with on paper, quote units. */
  readonly balance: Decimal;
  /** What is paid on paper; elsewhere the account is asked. */
  readonly fees: FeeRates;
  /** How long an order is on its way on paper, milliseconds; 100 when left out. */
  readonly latencyMs?: number;
  /** How long the strategy may take for a candle, milliseconds, before it is interrupted and the bot ends; 30,000 when left out. */
  readonly strategyLimitMs?: number;
  /** Kraken cancels every order of the account when it has not heard of the bot for so long, milliseconds. */
  readonly deadManMs?: number;
  /** What becomes of open trades when somebody stops the bot, by signal or by file. */
  readonly onStop: 'leave' | 'close';
  /** Ends by itself after so long, milliseconds; undefined: when it is interrupted. */
  readonly runsForMs: number | undefined;
  /** Where ledgers are kept. */
  readonly ledgerFolder: string;
}
