import type { Candle, OrderRequest } from '@fathom/contracts';

/** An order the simulated exchange holds. */
export class RestingOrder {
  readonly request: OrderRequest;
  readonly exchangeOrderId: string;
  /** The phase of the market it was sent in. */
  readonly phase: number;
  /** Limit or trigger price as a double, to compare with a candle's prices; NaN for a market order. */
  readonly price: number;
  /** Has seen a price since it was sent: a limit order that still fills then was resting, so it is the maker. */
  hasRested = false;
  /** Filled or canceled. */
  isDone = false;

  constructor(request: OrderRequest, exchangeOrderId: string, phase: number) {
    this.request = request;
    this.exchangeOrderId = exchangeOrderId;
    this.phase = phase;
    this.price = request.type === 'market' ? Number.NaN : request.price.toNumber();
  }

  get isStop(): boolean {
    return this.request.type === 'stop-loss';
  }

  /** Whether `price` sets it off: for a stop at the price or worse for its owner, for the others at it or better. */
  isReachedAt(price: number): boolean {
    if (this.request.type === 'market') return true;
    const fallsToIt = this.isStop === (this.request.side === 'sell');
    return fallsToIt ? price <= this.price : price >= this.price;
  }

  /**
   * Whether the candle's range sets it off. A stop needs a touch; orders in our favour need a price beyond theirs,
   * since at exactly that price others may have been served and we not.
   */
  isReachedWithin(candle: Candle): boolean {
    if (this.request.type === 'market') return false;
    const isSell = this.request.side === 'sell';
    if (this.isStop) return isSell ? candle.low <= this.price : candle.high >= this.price;
    return isSell ? candle.high > this.price : candle.low < this.price;
  }
}
