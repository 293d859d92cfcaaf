import {
  type Candle,
  Decimal,
  type ExecutionClient,
  type Instrument,
  type Liquidity,
  type OrderListener,
  type OrderRequest,
} from '@fathom/contracts';
import { Account } from './account.js';
import type { FeeRates } from './fees.js';
import { RestingOrder } from './resting-order.js';
import { Slippage } from './slippage.js';

export interface SimulatorOptions {
  readonly instrument: Instrument;
  /** Quote units on the account. */
  readonly balance: Decimal;
  readonly fees: FeeRates;
  /** Basis points by which a taker's price is worse than the candle's; see `Slippage`. Default 0. */
  readonly slippageBasisPoints?: Decimal;
}

/** Of one percent. */
const HUNDREDTH = Decimal.of(1n, 2);

/**
 * An exchange that fills orders against candles.
 *
 * An order never fills on the event that caused it: one decided at a candle's close meets the market at the next
 * candle's open. There market orders fill at the open; a stop or take-profit the market has jumped over becomes a
 * market order and fills there too; a limit order that is already worth more than the market takes it.
 * Inside the candle only its range is known, so the pessimistic course is assumed: first every stop that was touched,
 * at its own price, then what is in our favour, and that only when the market went *beyond* the price.
 * A stop placed because an entry filled at this candle's open counts for the rest of the candle.
 *
 * Kraken rounds costs and fees to a pair's cost decimals (5 for BTC/USD); here every digit is kept.
 */
export class Simulator implements ExecutionClient {
  /** Candles in which the assumed order of events decided something: stop and favourable order both touched. */
  ambiguousCandles = 0;
  readonly account: Account;
  /** Told what became of the orders, one thing at a time, never during `submit` or `cancel`. */
  listener: OrderListener | undefined = undefined;
  private readonly options: SimulatorOptions;
  private readonly slippage: Slippage;
  private readonly takerRate: Decimal;
  private readonly makerRate: Decimal;
  /** The first `count` are held. Lists that are emptied and filled by the hundred thousand keep their memory. */
  private readonly orders: RestingOrder[] = [];
  private count = 0;
  /** The first `untold` wait, for their acceptance and then for their cancellation, until the caller is done. */
  private readonly outbox: RestingOrder[] = [];
  private untold = 0;
  /** Two a candle: its open, its range. An order can fill only in a phase after the one it was sent in. */
  private phase = 0;
  private time = Number.NaN;
  private submitted = 0;

  constructor(options: SimulatorOptions) {
    this.options = options;
    this.account = new Account(options.balance);
    this.slippage = new Slippage(options.instrument, options.slippageBasisPoints ?? Decimal.ZERO);
    this.takerRate = options.fees.takerPercent.times(HUNDREDTH);
    this.makerRate = options.fees.makerPercent.times(HUNDREDTH);
  }

  submit(request: OrderRequest): void {
    this.submitted += 1;
    const order = new RestingOrder(request, this.submitted, this.phase);
    this.orders[this.count] = order;
    this.count += 1;
    this.outbox[this.untold] = order;
    this.untold += 1;
  }

  /** An order that is final already stays so: its last event has told. */
  cancel(request: OrderRequest): void {
    for (let i = 0; i < this.count; i += 1) {
      const order = this.orders[i];
      if (order === undefined || order.request !== request || order.isDone) continue;
      order.isDone = true;
      order.canceledAt = this.time;
      this.outbox[this.untold] = order;
      this.untold += 1;
    }
  }

  /** Delivers the acknowledgements of everything submitted and canceled since; call it after each event. */
  settle(): void {
    // By index: what is told has consequences, and their acknowledgements come behind.
    for (let i = 0; i < this.untold; i += 1) {
      const order = this.outbox[i];
      if (order !== undefined) this.acknowledge(order);
    }
    this.untold = 0;
  }

  private acknowledge(order: RestingOrder): void {
    const { request } = order;
    if (order.isAccepted) {
      this.listener?.canceled(request, order.canceledAt, 'canceled by client');
    } else {
      order.isAccepted = true;
      this.listener?.accepted(request, request.time, order.number);
    }
  }

  /** Lets the market go through one candle that ends at `closeTime` (ms since 1970 UTC). */
  process(candle: Candle, closeTime: number): void {
    if (this.count > 0) this.goThrough(candle, closeTime);
    // What is decided on the closed candle, a cancellation say, happens at its close and not before.
    this.time = closeTime;
  }

  private goThrough(candle: Candle, closeTime: number): void {
    this.beginPhase(candle.openTime);
    this.meetOpen(candle.open);
    this.dropDone();
    if (this.count === 0) return;
    // Somewhere inside the candle: its last instant, which is still of the candle's own day.
    this.beginPhase(closeTime - 1);
    if (!this.isAnyTouched(candle)) return;
    this.meetRange(candle);
    this.dropDone();
  }

  private beginPhase(time: number): void {
    this.phase += 1;
    this.time = time;
  }

  private meetOpen(open: number): void {
    // By index: filling has consequences, and orders they lead to append to the list.
    for (let i = 0; i < this.count; i += 1) {
      const order = this.orders[i];
      if (order === undefined || order.isDone || order.phase >= this.phase) continue;
      if (!order.isReachedAt(open)) order.hasRested = true;
      else if (order.hasRested && order.isLimit) this.make(order);
      else this.take(order, this.exact(open), order.isLimit);
    }
  }

  private meetRange(candle: Candle): void {
    const touched = this.touched(candle);
    const stops = touched.filter((order) => order.isStop);
    const others = touched.filter((order) => !order.isStop);
    if (stops.length > 0 && others.length > 0) this.ambiguousCandles += 1;
    for (const order of stops) this.stopOut(order, candle);
    const sent = this.submitted;
    for (const order of others) {
      if (order.isDone) continue;
      if (order.isLimit) this.make(order);
      else this.take(order, order.limit, false);
    }
    if (this.submitted > sent) this.meetRangeAgain(candle);
  }

  /** An entry filled somewhere inside the candle: its stop is assumed to be reached after it, its target before. */
  private meetRangeAgain(candle: Candle): void {
    const touched = this.touched(candle).filter((order) => order.phase === this.phase);
    if (touched.some((order) => !order.isStop)) this.ambiguousCandles += 1;
    for (const order of touched) if (order.isStop) this.stopOut(order, candle);
  }

  private isAnyTouched(candle: Candle): boolean {
    for (let i = 0; i < this.count; i += 1) if (this.orders[i]?.isReachedWithin(candle) === true) return true;
    return false;
  }

  private touched(candle: Candle): RestingOrder[] {
    return this.orders.slice(0, this.count).filter((order) => !order.isDone && order.isReachedWithin(candle));
  }

  /** The rest keep their sequence. */
  private dropDone(): void {
    const { orders } = this;
    let kept = 0;
    for (let i = 0; i < this.count; i += 1) {
      const order = orders[i];
      if (order === undefined || order.isDone) continue;
      if (kept < i) orders[kept] = order;
      kept += 1;
    }
    this.count = kept;
  }

  /** At the stop's own price, or at the open when that was worse already. */
  private stopOut(order: RestingOrder, candle: Candle): void {
    if (order.isDone) return;
    this.take(order, order.isReachedAt(candle.open) ? this.exact(candle.open) : order.limit, false);
  }

  private exact(price: number): Decimal {
    return Decimal.fromNumber(price, this.options.instrument.priceDecimals);
  }

  /** Fills as the taker, slippage included unless the order forbids a worse price. */
  private take(order: RestingOrder, reference: Decimal, isLimited: boolean): void {
    const { side } = order.request;
    const price = isLimited || this.slippage.isNone ? reference : this.slippage.apply(reference, side);
    this.fill(order, price, price === reference ? Decimal.ZERO : price.minus(reference).abs(), 'taker');
  }

  /** Fills as the maker, at the order's own price. */
  private make(order: RestingOrder): void {
    this.fill(order, order.limit, Decimal.ZERO, 'maker');
  }

  private fill(order: RestingOrder, price: Decimal, slip: Decimal, liquidity: Liquidity): void {
    const { request } = order;
    const { side, quantity } = request;
    const { time, listener } = this;
    const cost = price.times(quantity);
    const fee = cost.times(liquidity === 'taker' ? this.takerRate : this.makerRate);
    order.isDone = true;
    if (this.account.book(side, quantity, cost, fee)) {
      const slippage = slip.isZero() ? Decimal.ZERO : slip.times(quantity);
      listener?.filled(request, time, { time, price, quantity, cost, fee, liquidity, slippage }, true);
    } else {
      listener?.canceled(request, time, 'insufficient funds');
    }
    this.settle();
  }
}
