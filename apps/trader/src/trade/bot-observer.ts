import type { Candle, FeedEvent, LedgerEvent, LedgerStore, TradeEvent } from '@fathom/contracts';
import type { FeedCandle } from '@fathom/trading';

/** Who watches a bot: log, messages, metrics. Nothing flows back, and none of it may throw. */
export interface BotObserver {
  readonly onFeed?: (event: FeedEvent) => void;
  /** The candle being formed, after each ticker it is formed of. */
  readonly onTicker?: (candle: Candle) => void;
  /** A candle, once the strategy has seen it. */
  readonly onCandle?: (candle: FeedCandle) => void;
  /** What the ledger has just kept; it is on the disk. */
  readonly onLedger?: (event: LedgerEvent) => void;
  /** A trade as it opens or closes; none of an earlier run. */
  readonly onTrade?: (event: TradeEvent) => void;
  /** Something of the account that is good to know and no trouble: a deposit, an order of somebody else. */
  readonly onNote?: (text: string) => void;
  /**
   * Something did not work and is tried again, or wants somebody to look at it; `code` is the error's, `transport` where
   * there was no answer, `account` where ledger and account differ.
   */
  readonly onTrouble?: (reason: string, code: string) => void;
  /** The strategy has failed and is not asked again; what is open stays guarded. */
  readonly onStrategyFailure?: (error: unknown) => void;
  /** The bot has ended by itself: its ledger could not be written, or a defect. It is closed already. */
  readonly onEnd?: (error: unknown) => void;
}

/** Who watches hears of an event once it is kept, not before. */
export function observed(store: LedgerStore, { onLedger }: BotObserver): LedgerStore {
  if (onLedger === undefined) return store;
  return {
    append: (event) => {
      store.append(event);
      onLedger(event);
    },
  };
}
