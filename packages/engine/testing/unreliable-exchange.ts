import {
  Decimal,
  type EngineEvent,
  type ExecutionClient,
  type FeeCharged,
  type Fill,
  type OrderChange,
  type OrderEvent,
  type OrderRequest,
  type OrderSide,
  type PositionLiquidated,
} from '@fathom/contracts';
import { bitcoin, type SeededRandom, START } from '@fathom/testkit';
import { SEARCH_DEFAULTS } from '../src/order-search.js';
import { TestAccount } from './test-account.js';

const d = (text: string) => Decimal.parse(text);
export const BALANCE = d('100000');

export class Crash extends Error {}

interface ExchangeOrder {
  readonly request: OrderRequest;
  readonly exchangeOrderId: string;
  readonly fills: Fill[];
  /** Limit or trigger. */
  price: Decimal | undefined;
  isFinal: boolean;
}

/** An exchange that does what it is told, and whose answers are lost, late, doubled and out of order. */
export class UnreliableExchange implements ExecutionClient {
  readonly orders: ExchangeOrder[] = [];
  /** What befell the account that was nobody's order, oldest first: whoever asks is told all of it. */
  readonly incidents: (FeeCharged | PositionLiquidated)[] = [];
  readonly account = new TestAccount(BALANCE);
  /** What is on its way to the bot. */
  mail: EngineEvent[] = [];
  faults = 0.4;
  now = START;
  amendments = 0;
  /** Orders that would have turned a position instead of closing it. */
  overshoots = 0;
  /** Requests on their way that arrive late or never: an exchange takes them only up to their deadline. */
  private late: { readonly at: number; readonly order: OrderRequest }[] = [];
  private fillCount = 0;
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  submit(order: OrderRequest): void {
    const { clientOrderId } = order;
    const fate = this.random.next();
    if (fate < this.faults * 0.2) throw new Crash('before it was sent');
    if (fate < this.faults * 0.3) {
      this.mail.push({ type: 'order-unknown', time: this.now, clientOrderId, reason: 'never sent' });
      return;
    }
    if (fate < this.faults * 0.4) {
      const at = this.now + this.random.next() * SEARCH_DEFAULTS.deadlineMs;
      this.late.push({ at, order });
      this.mail.push({ type: 'order-unknown', time: this.now, clientOrderId, reason: 'timeout' });
      return;
    }
    if (fate < this.faults * 0.5) {
      this.mail.push({ type: 'order-rejected', time: this.now, clientOrderId, reason: 'busy' });
      return;
    }
    this.take(order, fate < this.faults * 0.7);
    if (fate >= this.faults * 0.8 && fate < this.faults) throw new Crash('after it was sent');
  }

  /** Cancels are asked again until they are answered, so they arrive. */
  cancel({ clientOrderId }: OrderRequest): void {
    const order = this.open(clientOrderId);
    if (order === undefined) return;
    // A race: it fills while the cancellation is on its way.
    if (this.random.next() < this.faults * 0.3) this.execute(order, order.request.quantity);
    this.end(order, 'canceled');
  }

  /** As cancels; the order may have filled meanwhile, or not be there yet. */
  amend({ clientOrderId }: OrderRequest, change: OrderChange): void {
    if (this.random.next() < this.faults * 0.2) throw new Crash('before a new price was sent');
    const order = this.open(clientOrderId);
    if (order === undefined) return;
    if (this.random.next() < 0.2) {
      this.post({ type: 'order-amend-refused', time: this.now, clientOrderId, reason: 'would take' });
      return;
    }
    this.amendments += 1;
    order.price = change.limitPrice ?? change.triggerPrice;
    this.mail.push({ type: 'order-amended', time: this.now, clientOrderId, change });
    if (this.random.next() < this.faults * 0.2) throw new Crash('after a new price was sent');
  }

  find({ clientOrderId }: OrderRequest): void {
    if (this.random.next() < this.faults) return;
    const order = this.orders.find(({ request }) => request.clientOrderId === clientOrderId);
    if (order === undefined) {
      this.mail.push({ type: 'order-absent', time: this.now, clientOrderId, asOf: this.now });
      return;
    }
    this.tell(order);
  }

  /** The market moves: resting orders may fill or expire, late requests may arrive, the exchange may help itself. */
  pass(ms: number): void {
    this.now += ms;
    for (const { at, order } of this.late) if (at <= this.now) this.take(order, false);
    this.late = this.late.filter(({ at }) => at > this.now);
    for (const order of this.orders) {
      const { request, isFinal } = order;
      if (isFinal) continue;
      if ((request.terms?.expiresAt ?? Number.POSITIVE_INFINITY) <= this.now) this.end(order, 'expired');
      else if (request.type !== 'market' && this.random.next() < 0.15) this.goOff(order);
    }
    if (this.faults === 0) return;
    if (this.random.next() < 0.1) this.rollOver();
    if (this.random.next() < 0.03) this.liquidate();
  }

  /** A restarted bot has lost what was on its way to it, and asks what has befallen the account. */
  loseMail(): void {
    this.mail = [...this.incidents];
  }

  /** The next thing the bot hears. */
  next(): EngineEvent | undefined {
    const isSkipping = this.mail.length > 1 && this.random.next() < this.faults * 0.2;
    return this.mail.splice(isSkipping ? 1 : 0, 1)[0];
  }

  private open(clientOrderId: string): ExchangeOrder | undefined {
    return this.orders.find((one) => one.request.clientOrderId === clientOrderId && !one.isFinal);
  }

  /** Everything about an order, as a search finds it. */
  private tell({ request, exchangeOrderId, fills, isFinal }: ExchangeOrder): void {
    this.mail.push({
      type: 'order-found',
      time: this.now,
      asOf: this.now,
      clientOrderId: request.clientOrderId,
      exchangeOrderId,
      fills: [...fills],
      ended: isFinal ? 'canceled' : undefined,
    });
  }

  private take(request: OrderRequest, isReplyLost: boolean): void {
    const { clientOrderId } = request;
    // As Kraken: unique among open orders only.
    if (this.open(clientOrderId) !== undefined) return;
    if (request.quantity.isLessThan(bitcoin.minQuantity)) {
      this.mail.push({ type: 'order-rejected', time: this.now, clientOrderId, reason: 'too small' });
      return;
    }
    const price = 'price' in request ? request.price : undefined;
    const order = { request, exchangeOrderId: `K${this.orders.length}`, fills: [], price, isFinal: false };
    this.orders.push(order);
    if (isReplyLost) this.mail.push({ type: 'order-unknown', time: this.now, clientOrderId, reason: 'reply lost' });
    else this.post({ type: 'order-accepted', time: this.now, clientOrderId, exchangeOrderId: order.exchangeOrderId });
    if (request.type !== 'market') return;
    if (this.random.next() < 0.3) {
      this.execute(order, this.random.next() < 0.2 ? allButDust(request) : d('0.4'));
      // A market order that found too little is canceled for the rest.
      if (this.random.next() < 0.5) {
        this.end(order, 'no more depth');
        return;
      }
    }
    this.execute(order, request.quantity);
  }

  private goOff(order: ExchangeOrder): void {
    const { request, fills } = order;
    const isWhole = request.type !== 'limit' || this.random.next() < 0.5;
    const part = this.random.next() < 0.2 ? allButDust(request) : sumOf(fills).plus(d('0.3'));
    this.execute(order, isWhole ? request.quantity : part);
  }

  private end(order: ExchangeOrder, reason: string): void {
    if (order.isFinal) return;
    order.isFinal = true;
    const { clientOrderId } = order.request;
    this.post({ type: 'order-canceled', time: this.now, clientOrderId, reason, filledQuantity: sumOf(order.fills) });
  }

  private execute(order: ExchangeOrder, upTo: Decimal): void {
    const { request, fills } = order;
    const { side, terms } = request;
    const wanted = smaller(upTo, request.quantity);
    const most = terms?.reduceOnly === true ? this.account.closable(side) : wanted;
    const quantity = smaller(wanted.minus(sumOf(fills)), most);
    if (quantity.isPositive()) {
      if (terms?.leverage !== undefined && terms.reduceOnly !== true) this.check(side);
      const fill = this.fill(side, quantity, terms?.leverage !== undefined);
      fills.push(fill);
      const filledQuantity = sumOf(fills);
      const isComplete = filledQuantity.equals(request.quantity);
      if (isComplete) order.isFinal = true;
      const { clientOrderId } = request;
      this.post({ type: 'order-filled', time: this.now, clientOrderId, fill, isComplete, filledQuantity });
    }
    if (sumOf(fills).isLessThan(wanted)) this.end(order, 'reduce only');
  }

  /** An entry must never meet a position of the other side: it would close it. */
  private check(side: OrderSide): void {
    if (this.account.closable(side).isPositive()) this.overshoots += 1;
  }

  private fill(side: OrderSide, quantity: Decimal, isOnMargin: boolean): Fill {
    this.fillCount += 1;
    const price = d('100').plus(Decimal.of(BigInt(this.fillCount % 7), 1));
    const cost = price.times(quantity);
    const fee = cost.times(d('0.004'));
    const common = {
      id: `F${this.fillCount}`,
      time: this.now + this.fillCount / 1e3,
      price,
      quantity,
      cost,
      fee,
      slippage: Decimal.ZERO,
    };
    const fill: Fill = { ...common, liquidity: 'taker' };
    if (!isOnMargin) return side === 'buy' && this.fillCount % 4 === 0 ? this.short(fill) : this.spot(side, fill);
    const gain = this.account.bookMargin(side, price, quantity, fee);
    // Some exchanges say, of others it has to be worked out.
    return this.fillCount % 2 === 0 ? fill : { ...fill, gain };
  }

  private spot(side: OrderSide, fill: Fill): Fill {
    this.account.bookSpot(side, fill);
    return fill;
  }

  /** A purchase whose fee is kept in base units. */
  private short(fill: Fill): Fill {
    const feeInBase = fill.quantity.times(d('0.004')).round(8, 'up');
    this.account.bookSpot('buy', { ...fill, quantity: fill.quantity.minus(feeInBase), fee: Decimal.ZERO });
    return { ...fill, fee: feeInBase.times(fill.price), feeInBase };
  }

  private rollOver(): void {
    const fee = this.account.rollOver();
    if (fee.isZero()) return;
    this.happen({ type: 'fee-charged', time: this.now, id: `L${this.incidents.length}`, kind: 'rollover', fee });
  }

  private liquidate(): void {
    const { position } = this.account;
    if (position.isZero()) return;
    const side = position.isNegative() ? 'buy' : 'sell';
    const fill = this.fill(side, position.abs(), true);
    const exchangeOrderId = `LIQ${this.incidents.length}`;
    this.happen({ type: 'position-liquidated', time: this.now, exchangeOrderId, side, fill });
  }

  private happen(incident: FeeCharged | PositionLiquidated): void {
    this.incidents.push(incident);
    this.mail.push(incident);
    if (this.random.next() < this.faults * 0.2) this.mail.push(incident);
  }

  /** May be told twice, or not at all; what is not told is found by whoever looks. */
  private post(event: OrderEvent): void {
    if (this.random.next() < this.faults * 0.15) {
      // Nobody will ever hear of it unless the stream's gap is noticed: then all of the order is told again.
      this.mail.push({ type: 'order-unknown', time: this.now, clientOrderId: event.clientOrderId, reason: 'gap' });
      return;
    }
    this.mail.push(event);
    if (this.random.next() < this.faults * 0.2) this.mail.push(event);
  }
}

function smaller(a: Decimal, b: Decimal): Decimal {
  return a.isLessThan(b) ? a : b;
}

function sumOf(fills: readonly Fill[]): Decimal {
  return fills.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.ZERO);
}

/** What leaves less to fill than an exchange takes as an order. */
function allButDust({ quantity }: OrderRequest): Decimal {
  return quantity.minus(d('0.00005'));
}
