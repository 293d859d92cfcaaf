import type { MarketTrade } from '@fathom/contracts';

type NumberedTrade = MarketTrade & { readonly id: number };

/** What of a frame's trades is news. */
export interface NewTrades {
  readonly trades: readonly NumberedTrade[];
  /** Whether they are from before the subscription, as far as anybody knows. */
  readonly isSnapshot: boolean;
  /** Trades that came before these and were not received. */
  readonly missing?: { readonly from: number; readonly to: number };
}

/**
 * A pair's trades by number. Kraken counts them one by one, so a hole is a loss and a repetition is one; the fifty trades
 * of the snapshot that a new subscription begins with close a hole that is not larger.
 */
export class TradeSequence {
  #last: number | undefined;
  /** When the last one happened. */
  #lastTime = 0;

  /**
   * @returns what to deliver, or undefined when trades are missing that a snapshot may bring (`mayFetch`); then nothing
   * of these counts as seen.
   */
  take(trades: readonly NumberedTrade[], isSnapshot: boolean, mayFetch: boolean): NewTrades | undefined {
    const last = trades.at(-1);
    if (last === undefined) return { trades, isSnapshot };
    const { id: newest, time } = last;
    // The exchange began to count anew; a lower number of an older trade is a snapshot that is late.
    if (isSnapshot && this.#last !== undefined && newest < this.#last && time > this.#lastTime) this.#last = undefined;
    const seen = this.#last;
    if (seen === undefined) {
      this.#last = newest;
      this.#lastTime = time;
      return { trades, isSnapshot };
    }
    const fresh = trades.filter(({ id }) => id > seen);
    const hole = holeIn(seen, fresh);
    if (hole !== undefined && !isSnapshot && mayFetch) return undefined;
    this.#last = Math.max(seen, newest);
    this.#lastTime = Math.max(this.#lastTime, time);
    // Trades of a snapshot that follow the last one seen just happened while nobody listened.
    return { trades: fresh, isSnapshot: false, ...(hole === undefined ? {} : { missing: hole }) };
  }
}

/** The first hole in numbers that should go on from `last`. */
function holeIn(last: number, trades: readonly NumberedTrade[]): NewTrades['missing'] {
  let expected = last + 1;
  for (const { id } of trades) {
    if (id > expected) return { from: expected, to: id - 1 };
    expected = id + 1;
  }
  return undefined;
}
