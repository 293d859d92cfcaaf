import { type Candle, Decimal, type OrderChange, type OrderRequest } from '@fathom/contracts';
import { offsetFrom, Trail } from './venue/trailing.js';

/** An order the simulated exchange holds. */
export class RestingOrder {
  readonly request: OrderRequest;
  /** The exchange's own number of it. */
  readonly number: number;
  /** The phase of the market it was sent, or last amended, in. */
  phase: number;
  readonly isMarket: boolean;
  isLimit: boolean;
  isStop: boolean;
  readonly isSell: boolean;
  /** Has terms, trails, or becomes a limit order: more is to be asked of it than whether its price is reached. */
  readonly isSpecial: boolean;
  /** Limit or trigger price; zero for a market order. */
  limit: Decimal;
  /** The same as a double, to compare with a candle's prices; NaN of a trailing order that has seen no price. */
  price: number;
  /** Has seen a price since it was sent: a limit order that still fills then was resting, so it is the maker. */
  hasRested = false;
  /** Filled or canceled. */
  isDone = false;
  isAccepted = false;
  /** When it was canceled at our wish, ms since 1970 UTC; NaN when it was not. */
  canceledAt = Number.NaN;
  /** Of kinds that end in `-limit` and do not trail: the limit once it has gone off. */
  private limitAfter: Decimal | undefined = undefined;
  private trail: Trail | undefined = undefined;

  constructor(request: OrderRequest, number: number, phase: number) {
    const { type } = request;
    this.request = request;
    this.number = number;
    this.phase = phase;
    this.isMarket = type === 'market';
    this.isLimit = type === 'limit';
    const isTrailing = type === 'trailing-stop' || type === 'trailing-stop-limit';
    this.isStop = type === 'stop-loss' || type === 'stop-loss-limit' || isTrailing;
    this.isSell = request.side === 'sell';
    this.limit = type === 'market' || isTrailing ? Decimal.ZERO : request.price;
    this.price = isTrailing ? Number.NaN : this.limit.toNumber();
    if (type === 'stop-loss-limit' || type === 'take-profit-limit') this.limitAfter = request.limitPrice;
    this.isSpecial =
      request.terms !== undefined || isTrailing || type === 'stop-loss-limit' || type === 'take-profit-limit';
  }

  get isTrailing(): boolean {
    const { type } = this.request;
    return !this.isLimit && (type === 'trailing-stop' || type === 'trailing-stop-limit');
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

  /** A trailing order's trigger hangs from the best price seen. */
  follow(price: Decimal, tickSize: Decimal): void {
    const { request } = this;
    if (request.type !== 'trailing-stop' && request.type !== 'trailing-stop-limit') return;
    this.trail ??= new Trail(request.side, request.offset, tickSize);
    this.limit = this.trail.follow(price);
    this.price = this.limit.toNumber();
  }

  /** Kinds that end in `-limit` become a limit order when they go off; others the taker of what there is. */
  get becomesLimit(): boolean {
    return !this.isLimit && (this.limitAfter !== undefined || this.request.type === 'trailing-stop-limit');
  }

  /** Of a kind that becomes a limit order: it has gone off. */
  goOff(tickSize: Decimal): void {
    this.limit = this.limitAfter ?? this.limitOfTrail(tickSize);
    this.price = this.limit.toNumber();
    this.isLimit = true;
    this.isStop = false;
  }

  /** New prices, met from the next phase on. */
  amend({ limitPrice, triggerPrice }: OrderChange, phase: number): void {
    if (!this.isLimit && limitPrice !== undefined) this.limitAfter = limitPrice;
    const wanted = this.isLimit ? limitPrice : triggerPrice;
    if (wanted === undefined) return;
    this.limit = wanted;
    this.price = wanted.toNumber();
    this.phase = phase;
    this.hasRested = false;
  }

  /** Behind the trigger, where it may still fill after the turn: below for a sale, above for a purchase. */
  private limitOfTrail(tickSize: Decimal): Decimal {
    const { request, limit: trigger } = this;
    if (request.type !== 'trailing-stop-limit') return trigger;
    const distance = offsetFrom(trigger, request.limitOffset, tickSize, 'half-up');
    const limit = this.isSell ? trigger.minus(distance) : trigger.plus(distance);
    return limit.isPositive() ? limit : tickSize;
  }
}
