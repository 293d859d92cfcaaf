import type { Candle, LedgerEvent } from '@fathom/contracts';
import type { CandleOrigin } from '@fathom/candles';

/** A candle as a session's strategy was shown it. */
export interface SeenCandle {
  readonly candle: Candle;
  readonly origin: CandleOrigin;
  /** Told so late that nothing was entered on it. */
  readonly isLate: boolean;
  /** False while the strategy only learned: the candle had closed before the session began. */
  readonly isDecided: boolean;
}

/** What a session did and saw. */
export interface SeenSession {
  /** Its ledger's events, oldest first. */
  readonly events: readonly LedgerEvent[];
  /** Candles of all its runs in the order they were told; one may come twice, as it was seen and as history has it. */
  readonly candles: readonly SeenCandle[];
  /** The price the market had traded at last at an instant (ms since 1970 UTC), as the session saw it, if known. */
  readonly marketPriceAt?: (time: number) => number | undefined;
}

/** What was decided on, and what is true, by open time. */
export interface SeenCandles {
  /** As the strategy decided on them. */
  readonly decided: ReadonlyMap<number, SeenCandle>;
  /** The best that is known of each, oldest first: the exchange's own where it was fetched later. */
  readonly best: readonly Candle[];
}

export function seenCandles(candles: readonly SeenCandle[]): SeenCandles {
  const decided = new Map<number, SeenCandle>();
  const best = new Map<number, SeenCandle>();
  for (const seen of candles) {
    const { openTime } = seen.candle;
    if (seen.isDecided && !decided.has(openTime)) decided.set(openTime, seen);
    const known = best.get(openTime);
    if (known === undefined || (seen.origin === 'history' && known.origin !== 'history')) best.set(openTime, seen);
  }
  const inOrder = [...best.values()].map(({ candle }) => candle).toSorted((a, b) => a.openTime - b.openTime);
  return { decided, best: inOrder };
}
