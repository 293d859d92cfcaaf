import type { OpenTrade } from '@fathom/contracts';

/**
 * Whether a price is far enough above a trade's entry: price ≥ entry · (1 + fraction). Of prices with their sign turned, as
 * the short side sees them, far enough above is nearer to 0.
 */
export class TakeProfit {
  private readonly factor: number;
  private readonly mirroredFactor: number;

  /** @param fraction 0.01 is 1 %; false is never */
  constructor(fraction: number | false) {
    this.factor = fraction === false ? Number.POSITIVE_INFINITY : 1 + fraction;
    this.mirroredFactor = fraction === false ? Number.NEGATIVE_INFINITY : 1 - fraction;
  }

  isReached(price: number, trade: OpenTrade): boolean {
    const { entryPrice } = trade;
    return price >= entryPrice * (entryPrice < 0 ? this.mirroredFactor : this.factor);
  }
}
