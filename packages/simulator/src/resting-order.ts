import { type Candle, Decimal, type OrderRequest } from '@fathom/contracts';

/** An order the simulated exchange holds. */
export class RestingOrder {
  readonly request: OrderRequest;
  /** The exchange's own number of it. */
  readonly number: number;
  /** The phase of the market it was sent in. */
  readonly phase: number;
  readonly isMarket: boolean;
  readonly isLimit: boolean;
  readonly isStop: boolean;
  readonly isSell: boolean;
  /** Limit or trigger price; zero for a market order. */
  readonly limit: Decimal;
  /** The same as a double, to compare with a candle's prices. */
  readonly price: number;
  /** Has seen a price since it was sent: a limit order that still fills then was resting, so it is the maker. */
  hasRested = false;
  /** Filled or canceled. */
  isDone = false;
  isAccepted = false;
  /** When it was canceled at our wish, ms since 1970 UTC; NaN when it was not. */
  canceledAt = Number.NaN;

  constructor(request: OrderRequest, number: number, phase: number) {
    const { type } = request;
    this.request = request;
    this.number = number;
    this.phase = phase;
    this.isMarket = type === 'market';
    this.isLimit = type === 'limit';
    this.isStop = type === 'stop-loss';
    this.isSell = request.side === 'sell';
    this.limit = type === 'market' ? Decimal.ZERO : request.price;
    this.price = this.limit.toNumber();
  }

  /** Whether `price` sets it off: for a stop at the price or worse for its owner, for the others at it or better. */
  isReachedAt(price: number): boolean {
    if (this.isMarket) return true;
    return this.isStop === this.isSell ? price <= this.price : price >= this.price;
  }

  /**
   * Whether the candle's range sets it off. A stop needs a touch; orders in our favour need a price beyond theirs,
   * since at exactly that price others may have been served and we not.
   */
  isReachedWithin(candle: Candle): boolean {
    if (this.isMarket) return false;
    if (this.isStop) return this.isSell ? candle.low <= this.price : candle.high >= this.price;
    return this.isSell ? candle.high > this.price : candle.low < this.price;
  }
}
