import type { OrderSide, QuoteChanged } from '@fathom/contracts';

/** So long a price is believed, milliseconds: a feed that is silent for longer says nothing of now. */
const BELIEVED_MS = 30_000;

/** The market's prices as the feed told them last; NaN where it tells none. */
export class LatestQuote {
  last = Number.NaN;
  private bid = Number.NaN;
  private ask = Number.NaN;
  private quotedAt = Number.NEGATIVE_INFINITY;
  private tradedAt = Number.NEGATIVE_INFINITY;

  update({ time, bid, ask, last }: QuoteChanged): void {
    if (bid !== undefined || ask !== undefined) {
      this.bid = bid ?? this.bid;
      this.ask = ask ?? this.ask;
      this.quotedAt = time;
    }
    if (last === undefined) return;
    this.last = last;
    this.tradedAt = time;
  }

  /**
   * What an order of `side` would meet at `now`: the best price of the other side of the book, else the last trade's, else
   * what the caller knows.
   */
  priceFor(side: OrderSide, now: number, known: number): number {
    const best = side === 'buy' ? this.ask : this.bid;
    if (best > 0 && now - this.quotedAt <= BELIEVED_MS) return best;
    return this.last > 0 && now - this.tradedAt <= BELIEVED_MS ? this.last : known;
  }
}
