import {
  type Candle,
  Decimal,
  type ExecutionClient,
  exchangeOrderIdText,
  type Instrument,
  type Liquidity,
  type OrderChange,
  type OrderListener,
  type OrderRequest,
} from '@fathom/contracts';
import { Account } from './account.js';
import type { FeeRates } from './fees.js';
import { MarginAccount } from './margin-account.js';
import { RestingOrder } from './resting-order.js';
import { Slippage } from './slippage.js';
import { smaller } from './venue/smaller.js';
import { usualMarginRates } from './venue/usual-margin-rates.js';
import type { MarginRates } from './venue/venue-options.js';

export interface SimulatorOptions {
  readonly instrument: Instrument;
  /** Quote units on the account. */
  readonly balance: Decimal;
  readonly fees: FeeRates;
  /** Basis points by which a taker's price is worse than the candle's; see `Slippage`. Default 0. */
  readonly slippageBasisPoints?: Decimal;
  /** What borrowing an asset costs. Default `usualMarginRates`. */
  readonly marginRates?: (asset: string) => MarginRates;
  /** The margin level, equity in percent of used margin, below which positions are closed; Kraken's and the default: 40. */
  readonly marginStopPercent?: number;
}

const MARGIN_STOP_PERCENT = 40;

/** What an exchange had come to that played the same market before. */
export interface TakenOver {
  readonly cash: Decimal;
  readonly holding: Decimal;
  /** How many orders were sent to it. */
  readonly submitted: number;
  /** Those that are not final, accepted all of them, in the sequence they were sent. */
  readonly orders: readonly { readonly request: OrderRequest; readonly number: number }[];
  /** When the newest candle closed, milliseconds since 1970 UTC, and at what price. */
  readonly time: number;
  readonly lastClose: number;
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
 * What else a candle does not tell is decided against us too, or by what is certain. A trailing stop goes off where
 * earlier candles have left it; then it follows this candle, and goes off once more when the close is beyond it, since the
 * market has come back past it by then. An order that expires inside a candle sees only its open. Positions on margin are
 * closed by the exchange where the range takes the margin level below its limit, unless a stop was nearer.
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
  /** How many of them are done and have not been dropped yet. */
  private done = 0;
  /** The first `untold` wait, for their acceptance and then for their cancellation, until the caller is done. */
  private readonly outbox: RestingOrder[] = [];
  private untold = 0;
  /** Two a candle: its open, its range. An order can fill only in a phase after the one it was sent in. */
  private phase = 0;
  private time = Number.NaN;
  private submitted = 0;
  private readonly margin: MarginAccount;
  private readonly marginStopPercent: number;
  private lastClose = Number.NaN;
  /** The price of the newest fill: where the market was as an order it caused was sent. */
  private lastFill = Decimal.ZERO;
  /** Orders with an expiry, or that trail, were sent: candles are looked at for them. */
  private hasTimed = false;
  private hasTrailing = false;
  private readonly changes: { readonly order: RestingOrder; readonly change: OrderChange; readonly time: number }[] =
    [];
  private charges = 0;

  constructor(options: SimulatorOptions) {
    this.options = options;
    this.account = new Account(options.balance);
    this.slippage = new Slippage(options.instrument, options.slippageBasisPoints ?? Decimal.ZERO);
    this.takerRate = options.fees.takerPercent.times(HUNDREDTH);
    this.makerRate = options.fees.makerPercent.times(HUNDREDTH);
    this.margin = new MarginAccount(this.account, options.instrument, options.marginRates ?? usualMarginRates);
    this.marginStopPercent = options.marginStopPercent ?? MARGIN_STOP_PERCENT;
  }

  /** Goes on where another exchange stopped; to be called before anything else. */
  takeOver({ cash, holding, submitted, orders, time, lastClose }: TakenOver): void {
    this.account.restart(cash, holding);
    this.time = time;
    this.lastClose = lastClose;
    for (const { request, number } of orders) {
      this.submitted = number - 1;
      this.submit(request);
    }
    for (const order of this.outbox) order.isAccepted = true;
    this.untold = 0;
    this.submitted = submitted;
  }

  submit(request: OrderRequest): void {
    this.submitted += 1;
    const order = new RestingOrder(request, this.submitted, this.phase);
    this.orders[this.count] = order;
    this.count += 1;
    this.outbox[this.untold] = order;
    this.untold += 1;
    if (!order.isSpecial) return;
    if (request.terms?.expiresAt !== undefined) this.hasTimed = true;
    if (order.isTrailing) this.hasTrailing = true;
  }

  /** Met from the next candle on; a new limit that a post-only order could not rest at is refused. */
  amend(request: OrderRequest, change: OrderChange): void {
    for (let i = 0; i < this.count; i += 1) {
      const order = this.orders[i];
      if (order?.request === request && !order.isDone) this.changes.push({ order, change, time: this.time });
    }
  }

  /** An order that is final already stays so: its last event has told. */
  cancel(request: OrderRequest): void {
    for (let i = 0; i < this.count; i += 1) {
      const order = this.orders[i];
      if (order === undefined || order.request !== request || order.isDone) continue;
      order.isDone = true;
      this.done += 1;
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
    for (let next = this.changes.shift(); next !== undefined; next = this.changes.shift()) {
      const { order, change, time } = next;
      if (order.isDone) continue;
      const limit = order.request.terms?.postOnly === true ? change.limitPrice?.toNumber() : undefined;
      const wouldTake = limit !== undefined && (order.isSell ? this.lastClose >= limit : this.lastClose <= limit);
      if (wouldTake) this.listener?.amendRefused(order.request, time, 'post only');
      else {
        order.amend(change, this.phase);
        this.listener?.amended(order.request, time, change);
      }
    }
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
    if (this.count > 0 || this.margin.isOpen) this.goThrough(candle, closeTime);
    // What is decided on the closed candle, a cancellation say, happens at its close and not before.
    this.time = closeTime;
    this.lastClose = candle.close;
  }

  private goThrough(candle: Candle, closeTime: number): void {
    const { openTime, open } = candle;
    if (this.margin.isOpen) this.rollOver(openTime, Number.isNaN(this.lastClose) ? open : this.lastClose);
    if (this.hasTimed) this.expire(openTime);
    this.beginPhase(openTime);
    this.meetOpen(open);
    if (this.margin.isOpen) this.watchMargin(open, open);
    if (this.done > 0) this.dropDone();
    if (this.hasTimed) this.expire(closeTime - 1);
    if (this.margin.isOpen) this.rollOver(closeTime - 1, open);
    if (this.count === 0 && !this.margin.isOpen) return;
    // Somewhere inside the candle: its last instant, which is still of the candle's own day.
    this.beginPhase(closeTime - 1);
    if (this.hasTrailing) this.startTrails(open);
    if (this.isAnyTouched(candle)) this.meetRange(candle);
    if (this.hasTrailing) this.followTrails(candle);
    if (this.margin.isOpen) this.watchMargin(open, this.margin.side === 'short' ? candle.high : candle.low);
    if (this.done > 0) this.dropDone();
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
      this.meetPrice(order, open);
    }
  }

  private meetPrice(order: RestingOrder, open: number): void {
    if (order.isSpecial && this.isDealtWith(order, open)) return;
    if (!order.isReachedAt(open)) order.hasRested = true;
    else if (order.hasRested && order.isLimit) this.make(order);
    else this.take(order, this.exact(open), order.isLimit);
  }

  /** At the open: what an order is beside its price. @returns whether that was all there is to do. */
  private isDealtWith(order: RestingOrder, open: number): boolean {
    const isReached = order.isReachedAt(open);
    if (order.isTrailing && !isReached) {
      order.follow(this.exact(open), this.options.instrument.tickSize);
      return true;
    }
    if (isReached && order.becomesLimit) order.goOff(this.options.instrument.tickSize);
    const { terms } = order.request;
    if (!order.isLimit || terms === undefined) return false;
    const isAtOnce = !order.hasRested && order.isReachedAt(open);
    if (terms.postOnly === true && isAtOnce) this.end(order, 'post only');
    else if (terms.timeInForce === 'ioc' && !order.isReachedAt(open)) this.end(order, 'immediate or cancel');
    return order.isDone;
  }

  private end(order: RestingOrder, reason: string): void {
    order.isDone = true;
    this.done += 1;
    this.listener?.canceled(order.request, this.time, reason);
    this.settle();
  }

  /** Orders whose time is over by then, each at its own instant. */
  private expire(until: number): void {
    for (const order of this.orders.slice(0, this.count)) {
      const { expiresAt = Number.POSITIVE_INFINITY } = order.request.terms ?? {};
      if (order.isDone || expiresAt > until) continue;
      this.time = expiresAt;
      this.end(order, 'expired');
    }
    if (this.done > 0) this.dropDone();
  }

  /** Trailing orders that were sent at the open begin there. */
  private startTrails(open: number): void {
    for (const order of this.orders.slice(0, this.count)) {
      if (order.isTrailing && Number.isNaN(order.price)) {
        order.follow(this.exact(open), this.options.instrument.tickSize);
      }
    }
  }

  private followTrails({ high, low, close }: Candle): void {
    for (const order of this.orders.slice(0, this.count)) {
      if (order.isDone || !order.isTrailing || order.phase >= this.phase) continue;
      order.follow(this.exact(order.isSell ? high : low), this.options.instrument.tickSize);
      if (order.isReachedAt(close)) this.fireAt(order, order.limit);
    }
  }

  /** An order has gone off with the market at `price`: it takes, or rests from now on. */
  private fireAt(order: RestingOrder, price: Decimal): void {
    if (!order.becomesLimit) {
      this.take(order, price, false);
      return;
    }
    order.goOff(this.options.instrument.tickSize);
    if (order.isReachedAt(price.toNumber())) this.take(order, price, true);
    else order.hasRested = true;
  }

  private meetRange(candle: Candle): void {
    const touched = this.touched(candle);
    const stops = touched.filter((order) => order.isStop);
    const others = touched.filter((order) => !order.isStop);
    if (stops.length > 0 && others.length > 0) this.ambiguousCandles += 1;
    for (const order of this.hasTrailing ? stops.toSorted(nearestFirst) : stops) this.stopOut(order, candle);
    const sent = this.submitted;
    for (const order of others) {
      if (order.isDone) continue;
      // Sent when an entry had filled at the open, where the market was beyond its price already.
      if (!order.hasRested && order.isReachedAt(candle.open)) this.meetPrice(order, candle.open);
      else if (order.isLimit) this.make(order);
      else this.fireAt(order, order.limit);
    }
    if (this.submitted > sent) this.meetRangeAgain(candle);
  }

  /** An entry filled somewhere inside the candle: its stop is assumed to be reached after it, its target before. */
  private meetRangeAgain(candle: Candle): void {
    if (this.hasTrailing) this.startTrails(this.lastFill.toNumber());
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
    this.done = 0;
  }

  /** At the stop's own price, or at the open when that was worse already. */
  private stopOut(order: RestingOrder, candle: Candle): void {
    if (order.isDone) return;
    if (this.margin.isOpen) this.watchMargin(candle.open, order.price);
    this.fireAt(order, order.isReachedAt(candle.open) ? this.exact(candle.open) : order.limit);
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
    this.lastFill = price;
    if (order.isSpecial && request.terms?.leverage !== undefined) {
      this.fillOnMargin(order, price, slip, liquidity);
      return;
    }
    const { time, listener } = this;
    const cost = price.times(quantity);
    const fee = cost.times(liquidity === 'taker' ? this.takerRate : this.makerRate);
    order.isDone = true;
    this.done += 1;
    if (this.isFree(order, cost, fee) && this.account.book(side, quantity, cost, fee)) {
      const slippage = slip.isZero() ? Decimal.ZERO : slip.times(quantity);
      listener?.filled(request, time, { time, price, quantity, cost, fee, liquidity, slippage }, true);
    } else {
      listener?.canceled(request, time, 'insufficient funds');
    }
    this.settle();
  }

  /** Money that backs positions buys nothing else. */
  private isFree({ isSell }: RestingOrder, cost: Decimal, fee: Decimal): boolean {
    if (isSell || !this.margin.isOpen) return true;
    return cost.plus(fee).toNumber() <= this.margin.freeAt(this.lastFill.toNumber());
  }

  /** With borrowed money; an order that may only reduce fills no more than there is to reduce. */
  private fillOnMargin(order: RestingOrder, price: Decimal, slip: Decimal, liquidity: Liquidity): void {
    const { request } = order;
    const { side, terms } = request;
    const { time, margin } = this;
    const quantity = terms?.reduceOnly === true ? smaller(request.quantity, margin.closableBy(side)) : request.quantity;
    if (!quantity.isPositive()) {
      this.end(order, 'reduce only');
      return;
    }
    const cost = price.times(quantity);
    const tradeFee = cost.times(liquidity === 'taker' ? this.takerRate : this.makerRate);
    const booked = margin.book({ side, price, quantity, cost, tradeFee, leverage: terms?.leverage ?? 1, time });
    if (booked === undefined) {
      this.end(order, 'insufficient margin');
      return;
    }
    const isWhole = quantity.equals(request.quantity);
    const slippage = slip.isZero() ? Decimal.ZERO : slip.times(quantity);
    if (isWhole) {
      order.isDone = true;
      this.done += 1;
    }
    this.listener?.filled(request, time, { time, price, quantity, cost, ...booked, liquidity, slippage }, isWhole);
    if (isWhole) this.settle();
    else this.end(order, 'reduce only');
  }

  private rollOver(until: number, price: number): void {
    for (const { time, fee } of this.margin.rollOver(until, this.exact(price))) {
      this.charges += 1;
      this.listener?.charged({ type: 'fee-charged', time, id: `SIM-R${this.charges}`, kind: 'rollover', fee });
    }
  }

  /** Closes all on margin when the market's way from `open` to `worst` takes the margin level below the exchange's limit. */
  private watchMargin(open: number, worst: number): void {
    const { margin, marginStopPercent: percent, time } = this;
    if (!(margin.levelAt(worst) < percent)) return;
    const side = margin.side === 'short' ? 'buy' : 'sell';
    const reference = this.exact(this.liquidationPrice(open, worst));
    const price = this.slippage.isNone ? reference : this.slippage.apply(reference, side);
    const quantity = margin.closableBy(side);
    const cost = price.times(quantity);
    const tradeFee = cost.times(this.takerRate);
    const booked = margin.book({ side, price, quantity, cost, tradeFee, leverage: margin.leverage, time });
    if (booked === undefined) return;
    this.submitted += 1;
    const slippage = price.minus(reference).abs().times(quantity);
    const fill = { time, price, quantity, cost, ...booked, liquidity: 'taker', slippage } as const;
    const exchangeOrderId = exchangeOrderIdText(this.submitted);
    this.listener?.liquidated({ type: 'position-liquidated', time, exchangeOrderId, side, fill });
    this.settle();
  }

  /** Where the level was reached, to the tick against us, and only where the market was. */
  private liquidationPrice(open: number, worst: number): number {
    const { tickSize, priceDecimals } = this.options.instrument;
    const { margin, marginStopPercent } = this;
    const exact = Decimal.fromNumber(Math.max(0, margin.priceAtLevel(marginStopPercent)), priceDecimals);
    const price = exact.roundTo(tickSize, margin.side === 'short' ? 'up' : 'down').toNumber();
    return Math.min(Math.max(price, Math.min(open, worst)), Math.max(open, worst));
  }
}

/** Of two stops for the same units, a trailing and a fixed one, the market comes to the nearer first. */
function nearestFirst(a: RestingOrder, b: RestingOrder): number {
  if (a.isSell !== b.isSell) return 0;
  return a.isSell ? b.price - a.price : a.price - b.price;
}
