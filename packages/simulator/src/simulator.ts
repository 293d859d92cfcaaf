import {
  type Candle,
  Decimal,
  type ExecutionClient,
  type Instrument,
  type Liquidity,
  type OrderEvent,
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
  /** Receives what became of the orders, one event at a time, never during `submit` or `cancel`. */
  readonly deliver: (event: OrderEvent) => void;
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
  private readonly options: SimulatorOptions;
  private readonly slippage: Slippage;
  private readonly takerRate: Decimal;
  private readonly makerRate: Decimal;
  private orders: RestingOrder[] = [];
  /** Acknowledgements that wait until the caller is done with its event. */
  private outbox: OrderEvent[] = [];
  /** Two a candle: its open, its range. An order can fill only in a phase after the one it was sent in. */
  private phase = 0;
  private time = 0;
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
    const { clientOrderId, time } = request;
    const exchangeOrderId = `SIM-${this.submitted}`;
    this.orders.push(new RestingOrder(request, exchangeOrderId, this.phase));
    this.outbox.push({ type: 'order-accepted', time, clientOrderId, exchangeOrderId });
  }

  /** An order that is final already stays so: its last event has told. */
  cancel(clientOrderId: string): void {
    const order = this.orders.find(({ request, isDone }) => !isDone && request.clientOrderId === clientOrderId);
    if (order === undefined) return;
    order.isDone = true;
    this.outbox.push({ type: 'order-canceled', time: this.time, clientOrderId, reason: 'canceled by client' });
  }

  /** Delivers the acknowledgements of everything submitted and canceled since; call it after each event. */
  settle(): void {
    while (this.outbox.length > 0) {
      const events = this.outbox;
      this.outbox = [];
      for (const event of events) this.options.deliver(event);
    }
  }

  /** Lets the market go through one candle that ends at `closeTime` (ms since 1970 UTC). */
  process(candle: Candle, closeTime: number): void {
    if (this.orders.length > 0) this.goThrough(candle, closeTime);
    // What is decided on the closed candle, a cancellation say, happens at its close and not before.
    this.time = closeTime;
  }

  private goThrough(candle: Candle, closeTime: number): void {
    this.beginPhase(candle.openTime);
    this.meetOpen(candle);
    this.dropDone();
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

  private meetOpen(candle: Candle): void {
    const { open } = candle;
    // By index: filling delivers events, and their consequences append to the list.
    for (let i = 0; i < this.orders.length; i += 1) {
      const order = this.orders[i];
      if (order === undefined || order.isDone || order.phase >= this.phase) continue;
      if (!order.isReachedAt(open)) order.hasRested = true;
      else if (order.hasRested && order.request.type === 'limit') this.make(order);
      else this.take(order, this.exact(open), order.request.type === 'limit');
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
      if (order.request.type === 'limit') this.make(order);
      else this.take(order, this.priceOf(order), false);
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
    for (const order of this.orders) if (order.isReachedWithin(candle)) return true;
    return false;
  }

  private touched(candle: Candle): RestingOrder[] {
    return this.orders.filter((order) => !order.isDone && order.isReachedWithin(candle));
  }

  private dropDone(): void {
    for (const order of this.orders) {
      if (!order.isDone) continue;
      this.orders = this.orders.filter((one) => !one.isDone);
      return;
    }
  }

  /** At the stop's own price, or at the open when that was worse already. */
  private stopOut(order: RestingOrder, candle: Candle): void {
    if (order.isDone) return;
    this.take(order, order.isReachedAt(candle.open) ? this.exact(candle.open) : this.priceOf(order), false);
  }

  private exact(price: number): Decimal {
    return Decimal.fromNumber(price, this.options.instrument.priceDecimals);
  }

  private priceOf({ request }: RestingOrder): Decimal {
    return request.type === 'market' ? Decimal.ZERO : request.price;
  }

  /** Fills as the taker, slippage included unless the order forbids a worse price. */
  private take(order: RestingOrder, reference: Decimal, isLimited: boolean): void {
    const { side } = order.request;
    const price = isLimited || this.slippage.isNone ? reference : this.slippage.apply(reference, side);
    this.fill(order, price, price === reference ? Decimal.ZERO : price.minus(reference).abs(), 'taker');
  }

  /** Fills as the maker, at the order's own price. */
  private make(order: RestingOrder): void {
    this.fill(order, this.priceOf(order), Decimal.ZERO, 'maker');
  }

  private fill(order: RestingOrder, price: Decimal, slip: Decimal, liquidity: Liquidity): void {
    const { clientOrderId, side, quantity } = order.request;
    const { time } = this;
    const cost = price.times(quantity);
    const fee = cost.times(liquidity === 'taker' ? this.takerRate : this.makerRate);
    order.isDone = true;
    if (this.account.book(side, quantity, cost, fee)) {
      const slippage = slip.isZero() ? Decimal.ZERO : slip.times(quantity);
      const fill = { time, price, quantity, cost, fee, liquidity, slippage };
      this.options.deliver({ type: 'order-filled', time, clientOrderId, fill, isComplete: true });
    } else {
      this.options.deliver({ type: 'order-canceled', time, clientOrderId, reason: 'insufficient funds' });
    }
    this.settle();
  }
}
