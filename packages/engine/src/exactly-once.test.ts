import {
  type Candle,
  Decimal,
  type EngineEvent,
  type ExecutionClient,
  type Fill,
  type LedgerEvent,
  type OrderRequest,
  type Signal,
  type Strategy,
} from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { bitcoin, candle, SeededRandom, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { Engine } from './engine.js';
import { SEARCH_DEFAULTS } from './order-search.js';

const d = (text: string) => Decimal.parse(text);
const BALANCE = d('100000');

class Crash extends Error {}

function sumOf(fills: readonly Fill[]): Decimal {
  return fills.reduce((sum, { quantity }) => sum.plus(quantity), Decimal.ZERO);
}

interface ExchangeOrder {
  readonly request: OrderRequest;
  readonly exchangeOrderId: string;
  readonly fills: Fill[];
  isFinal: boolean;
}

/** An exchange that does what it is told, and whose answers are lost, late, doubled and out of order. */
class UnreliableExchange implements ExecutionClient {
  readonly orders: ExchangeOrder[] = [];
  /** What is on its way to the bot. */
  mail: EngineEvent[] = [];
  cash = BALANCE;
  holding = Decimal.ZERO;
  faults = 0.4;
  now = START;
  /** Requests on their way that arrive late or never: an exchange takes them only up to their deadline. */
  private late: { readonly at: number; readonly order: OrderRequest }[] = [];
  private fillCount = 0;
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  submit(order: OrderRequest): void {
    const fate = this.random.next();
    if (fate < this.faults * 0.2) throw new Crash('before it was sent');
    if (fate < this.faults * 0.3) {
      this.mail.push({
        type: 'order-unknown',
        time: this.now,
        clientOrderId: order.clientOrderId,
        reason: 'never sent',
      });
      return;
    }
    if (fate < this.faults * 0.4) {
      const at = this.now + this.random.next() * SEARCH_DEFAULTS.deadlineMs;
      this.late.push({ at, order });
      this.mail.push({ type: 'order-unknown', time: this.now, clientOrderId: order.clientOrderId, reason: 'timeout' });
      return;
    }
    if (fate < this.faults * 0.5) {
      this.mail.push({ type: 'order-rejected', time: this.now, clientOrderId: order.clientOrderId, reason: 'busy' });
      return;
    }
    this.take(order, fate < this.faults * 0.7);
    if (fate >= this.faults * 0.8 && fate < this.faults) throw new Crash('after it was sent');
  }

  /** Cancels are asked again until they are answered, so they arrive. */
  cancel({ clientOrderId }: OrderRequest): void {
    const order = this.orders.find((one) => one.request.clientOrderId === clientOrderId && !one.isFinal);
    if (order === undefined) return;
    // A race: it fills while the cancellation is on its way.
    if (this.random.next() < this.faults * 0.3) this.execute(order, order.request.quantity);
    order.isFinal = true;
    const filledQuantity = sumOf(order.fills);
    this.post({ type: 'order-canceled', time: this.now, clientOrderId, reason: 'canceled', filledQuantity });
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

  /** The market moves: resting orders may fill, late requests may arrive. */
  pass(ms: number): void {
    this.now += ms;
    for (const { at, order } of this.late) if (at <= this.now) this.take(order, false);
    this.late = this.late.filter(({ at }) => at > this.now);
    for (const order of this.orders) {
      if (order.isFinal || order.request.type === 'market' || this.random.next() > 0.15) continue;
      this.execute(order, order.request.quantity);
    }
  }

  /** A restarted bot has lost what was on its way to it. */
  loseMail(): void {
    this.mail = [];
  }

  /** The next thing the bot hears. */
  next(): EngineEvent | undefined {
    const isSkipping = this.mail.length > 1 && this.random.next() < this.faults * 0.2;
    return this.mail.splice(isSkipping ? 1 : 0, 1)[0];
  }

  private take(request: OrderRequest, isReplyLost: boolean): void {
    const { clientOrderId } = request;
    // As Kraken: unique among open orders only.
    if (this.orders.some((one) => one.request.clientOrderId === clientOrderId && !one.isFinal)) return;
    const order = { request, exchangeOrderId: `K${this.orders.length}`, fills: [], isFinal: false };
    this.orders.push(order);
    if (isReplyLost) this.mail.push({ type: 'order-unknown', time: this.now, clientOrderId, reason: 'reply lost' });
    else this.post({ type: 'order-accepted', time: this.now, clientOrderId, exchangeOrderId: order.exchangeOrderId });
    if (request.type !== 'market') return;
    if (this.random.next() < 0.3) {
      this.execute(order, d('0.4'));
      // A market order that found too little is canceled for the rest.
      if (this.random.next() < 0.5) {
        order.isFinal = true;
        const filledQuantity = sumOf(order.fills);
        this.post({ type: 'order-canceled', time: this.now, clientOrderId, reason: 'no more depth', filledQuantity });
        return;
      }
    }
    this.execute(order, request.quantity);
  }

  private execute(order: ExchangeOrder, upTo: Decimal): void {
    const { request, fills } = order;
    const filled = sumOf(fills);
    const wanted = upTo.isLessThan(request.quantity) ? upTo : request.quantity;
    const quantity = wanted.minus(filled);
    if (!quantity.isPositive()) return;
    this.fillCount += 1;
    const price = d('100').plus(Decimal.of(BigInt(this.fillCount % 7), 1));
    const cost = price.times(quantity);
    const fee = cost.times(d('0.004'));
    const fill: Fill = {
      id: `F${this.fillCount}`,
      time: this.now,
      price,
      quantity,
      cost,
      fee,
      liquidity: 'taker',
      slippage: Decimal.ZERO,
    };
    fills.push(fill);
    this.cash = (request.side === 'buy' ? this.cash.minus(cost) : this.cash.plus(cost)).minus(fee);
    this.holding = request.side === 'buy' ? this.holding.plus(quantity) : this.holding.minus(quantity);
    const isComplete = wanted.equals(request.quantity);
    if (isComplete) order.isFinal = true;
    this.post({
      type: 'order-filled',
      time: this.now,
      clientOrderId: request.clientOrderId,
      fill,
      isComplete,
      filledQuantity: wanted,
    });
  }

  /** May be told twice, or not at all; what is not told is found by whoever looks. */
  private post(event: EngineEvent): void {
    if (this.random.next() < this.faults * 0.15) {
      // Nobody will ever hear of it unless the stream's gap is noticed: then all of the order is told again.
      this.mail.push({
        type: 'order-unknown',
        time: this.now,
        clientOrderId: 'clientOrderId' in event ? event.clientOrderId : '',
        reason: 'gap',
      });
      return;
    }
    this.mail.push(event);
    if (this.random.next() < this.faults * 0.2) this.mail.push(event);
  }
}

/** Wants something at random, and is asked afresh at every candle. */
class Whim implements Strategy {
  readonly name = 'whim';
  readonly label = 'Whim';
  readonly warmup = 0;
  readonly config = {};
  private readonly random: SeededRandom;

  constructor(random: SeededRandom) {
    this.random = random;
  }

  onCandle: Strategy['onCandle'] = (_candle, { open }) => {
    const signals: Signal[] = [];
    for (const { id, isClosing } of open) {
      if (!isClosing && this.random.next() < 0.3) signals.push({ action: 'exit', tradeId: id, reason: 'whim' });
    }
    if (open.length < 3 && this.random.next() < 0.5) {
      const isGuarded = this.random.next() < 0.5;
      signals.push({
        action: 'enter',
        side: 'long',
        reason: 'whim',
        price: 100,
        ...(isGuarded && { stopPrice: 90, takeProfitPrice: 110 }),
      });
    }
    return signals;
  };
}

/** A bot that lives through anything, and the exchange that did it. */
class Life {
  readonly exchange: UnreliableExchange;
  readonly store: LedgerEvent[] = [];
  crashes = 0;
  ledger: Ledger;
  engine: Engine;
  private readonly random: SeededRandom;
  private minute = 0;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.exchange = new UnreliableExchange(this.random);
    ({ ledger: this.ledger, engine: this.engine } = this.born());
  }

  run(steps: number): void {
    for (let step = 0; step < steps; step += 1) this.survive(() => this.step());
    this.exchange.faults = 0;
    // Without faults everything is known within the time a search takes, with room for its pauses.
    for (let rest = 0; rest < 400; rest += 1) {
      this.survive(() => {
        this.hear();
        this.pass(5_000);
      });
    }
  }

  private step(): void {
    const what = this.random.next();
    if (what < 0.45) this.hearOne();
    else if (what < 0.75) this.pass(this.random.next() * 5_000);
    else if (what < 0.97) this.decide();
    else throw new Crash('out of the blue');
  }

  private survive(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      this.crashes += 1;
      this.exchange.loseMail();
      ({ ledger: this.ledger, engine: this.engine } = this.born());
      this.survive(() => this.engine.resume(this.exchange.now));
    }
  }

  private decide(): void {
    this.minute = Math.max(this.minute + 1, Math.ceil((this.exchange.now - START) / 60_000));
    const openTime = START + (this.minute - 1) * 60_000;
    this.pass(Math.max(0, openTime + 60_000 - this.exchange.now));
    const closed: Candle = candle({ openTime, close: 100 });
    this.engine.process({ type: 'candle-closed', time: openTime + 60_000, candle: closed });
  }

  private pass(ms: number): void {
    this.exchange.pass(ms);
    this.engine.process({ type: 'time-passed', time: this.exchange.now });
  }

  private hear(): void {
    while (this.hearOne());
  }

  private hearOne(): boolean {
    const event = this.exchange.next();
    if (event === undefined) return false;
    this.engine.process(event);
    return true;
  }

  /** A new process: nothing but the store. */
  private born(): { ledger: Ledger; engine: Engine } {
    const ledger = new Ledger({ startBalance: BALANCE, remembered: 1000 });
    for (const event of this.store) ledger.apply(event);
    const engine = new Engine({
      botId: '320',
      strategy: new Whim(this.random),
      instrument: bitcoin,
      execution: this.exchange,
      ledger,
      store: {
        append: (event) => {
          if (this.random.next() < this.exchange.faults * 0.03) throw new Crash('before it was written');
          this.store.push(event);
          if (this.random.next() < this.exchange.faults * 0.03) throw new Crash('after it was written');
        },
      },
      sizing: { type: 'quantity', quantity: Decimal.ONE },
      costFactor: 1.01,
    });
    return { ledger, engine };
  }
}

function sorted(ids: readonly (string | undefined)[]): string[] {
  return ids.map(String).toSorted((a, b) => a.localeCompare(b));
}

/** What must be true: everything the exchange did is in the ledger, once and to the last digit, and nothing in doubt. */
function asItIs({ exchange }: Life) {
  return {
    doubled: 0,
    fills: sorted(exchange.orders.flatMap(({ fills }) => fills.map(({ id }) => id))),
    cash: exchange.cash.toString(),
    holding: exchange.holding.toString(),
    // Nothing is held that no trade, and no stray execution, accounts for.
    accountedFor: exchange.holding.toString(),
    unknown: 0,
    resting: sorted(exchange.orders.flatMap((one) => (one.isFinal ? [] : [one.request.clientOrderId]))),
  };
}

function asTheBotKnows({ exchange, ledger, engine, store }: Life): ReturnType<typeof asItIs> {
  const ids = exchange.orders.map(({ request }) => request.clientOrderId);
  const strays = ledger.strays.map(({ order, fill }) =>
    order.side === 'buy' ? fill.quantity : fill.quantity.negated(),
  );
  const held = [...strays, ...ledger.open.map((trade) => trade.remaining())];
  return {
    // Never two orders for one decision.
    doubled: ids.length - new Set(ids).size,
    fills: sorted(store.flatMap((event) => (event.type === 'order-filled' ? [event.fill.id] : []))),
    cash: ledger.cash.toString(),
    holding: ledger.holding.toString(),
    accountedFor: held.reduce((sum, quantity) => sum.plus(quantity), Decimal.ZERO).toString(),
    unknown: engine.unknownOrders,
    resting: sorted(ledger.activeOrders().map(({ clientOrderId }) => clientOrderId)),
  };
}

describe('a bot on an unreliable exchange, killed at any moment', () => {
  it.each(Array.from({ length: 10 }, (_, block) => block))('block %i of 100 seeds', (block) => {
    let orders = 0;
    let crashes = 0;
    for (let seed = block * 100; seed < block * 100 + 100; seed += 1) {
      const life = new Life(seed);
      life.run(150);
      expect({ seed, ...asTheBotKnows(life) }).toEqual({ seed, ...asItIs(life) });
      const { exchange } = life;
      orders += exchange.orders.length;
      crashes += life.crashes;
    }
    // The faults must have happened, or nothing is proved.
    expect(orders).toBeGreaterThan(1000);
    expect(crashes).toBeGreaterThan(300);
  });
});
