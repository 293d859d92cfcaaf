import type { Candle, FeedEvent, IndicatorValues, LedgerEvent, TradeEvent } from '@fathom/contracts';
import type { Mode } from '../banners.js';

/** A bot begins its work. Times of all observations are milliseconds since 1970 UTC. */
export interface BotStarted {
  readonly type: 'bot-started';
  readonly time: number;
  readonly mode: Mode;
  /** `MACD Strategy`. */
  readonly strategy: string;
  /** Candle interval in minutes. */
  readonly period: number;
}

export interface BotStopped {
  readonly type: 'bot-stopped';
  readonly time: number;
  /** Undefined when somebody wanted it to stop; else why it had to. */
  readonly failure?: string;
}

/** The strategy has seen a candle that has just closed. */
export interface CandleSeen {
  readonly type: 'candle-seen';
  readonly time: number;
  readonly candle: Candle;
  readonly indicators: IndicatorValues;
}

/** How things stand, taken every few seconds; money in quote units. What is not known is left out. */
export interface Sampled {
  readonly type: 'sampled';
  readonly time: number;
  readonly equity?: number;
  /** Value of what is held. */
  readonly exposure?: number;
  readonly openTrades?: number;
  readonly unknownOrders?: number;
  /** Calls the exchange still allows at once. */
  readonly rateBudgetLeft?: number;
  /** Share of book messages whose checksum was right, percent. */
  readonly bookVerifiedPercent?: number;
  /** The longest the process has kept an event waiting since the last sample, milliseconds. */
  readonly eventLoopLagMs?: number;
}

/** Something did not work and is tried again. */
export interface Troubled {
  readonly type: 'troubled';
  readonly time: number;
  /** An error's code: `transport`, `kraken`, `strategy` …; `account` where ledger and account differ. */
  readonly code: string;
  readonly reason: string;
}

/** Everything that can be observed of a bot. Nothing flows back. */
export type Observation =
  | LedgerEvent
  | TradeEvent
  | FeedEvent
  | BotStarted
  | BotStopped
  | CandleSeen
  | Sampled
  | Troubled;

/** Looks on. */
export interface Observer {
  observe(event: Observation): void;
}

/** Shows everything to each; one that fails is told of once and does not keep it from the others, nor from the bot. */
export function observers(all: readonly Observer[], onDefect: (error: unknown) => void): Observer {
  const failed = new Set<Observer>();
  return {
    observe: (event) => {
      for (const each of all) {
        try {
          each.observe(event);
        } catch (error) {
          if (!failed.has(each)) onDefect(error);
          failed.add(each);
        }
      }
    },
  };
}
