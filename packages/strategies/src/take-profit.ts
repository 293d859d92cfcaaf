import type { OpenTrade } from '@fathom/contracts';

/** Whether a price is far enough above a trade's entry: price ≥ entry · (1 + fraction). */
export class TakeProfit {
  private readonly factor: number;

  /** @param fraction 0.01 is 1 %; false is never */
  constructor(fraction: number | false) {
    this.factor = fraction === false ? Number.POSITIVE_INFINITY : 1 + fraction;
  }

  isReached(price: number, trade: OpenTrade): boolean {
    return price >= trade.entryPrice * this.factor;
  }
}
