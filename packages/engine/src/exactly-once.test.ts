import { type Candle, Decimal, type LedgerEvent, type OrderRequest, plainRequest } from '@fathom/contracts';
import { Ledger, type OrderRecord } from '@fathom/ledger';
import { bitcoin, candle, SeededRandom, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BALANCE, Crash, UnreliableExchange } from '../testing/unreliable-exchange.js';
import { Whim } from '../testing/whim.js';
import { Engine } from './engine.js';
import type { GuardOptions } from './engine-options.js';

const GUARDS: readonly GuardOptions[] = [
  { place: 'exchange' },
  { place: 'exchange', resting: 'target' },
  { place: 'bot' },
];

const GUARD_EXITS = new Set(['stopLoss', 'takeProfit', 'trailingStop']);

/** A bot that lives through anything, and the exchange that did it. */
class Life {
  readonly exchange: UnreliableExchange;
  readonly store: LedgerEvent[] = [];
  crashes = 0;
  /** Exits that ordered more than what is the bot's and no other exit may still give back. */
  beyondHolding = 0;
  ledger: Ledger;
  engine: Engine;
  private readonly random: SeededRandom;
  private readonly guards: GuardOptions;
  private readonly hasMarginLongs: boolean;
  private minute = 0;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.guards = GUARDS[seed % GUARDS.length] ?? {};
    this.hasMarginLongs = seed % 4 === 0;
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
    // What was sent last has its answer as well.
    this.survive(() => this.hear());
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
    for (let passed = 5_000; passed < ms; passed += 5_000) {
      this.engine.process({ type: 'time-passed', time: this.exchange.now + passed });
    }
    this.exchange.pass(ms);
    const time = this.exchange.now;
    this.engine.process({ type: 'time-passed', time });
    // Far enough to reach what the bot holds, now and then.
    this.engine.process({ type: 'quote-changed', time, last: 88 + 24 * this.random.next() });
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

  /** What an exit may order at most: what is held, less what others may still give back of it. It is on its way itself. */
  private check(order: OrderRequest): void {
    const { ledger } = this;
    const sent = ledger.find(order.clientOrderId);
    if (sent === undefined || sent.purpose === 'entry') return;
    if (freeFor(ledger, sent).isLessThan(order.quantity)) this.beyondHolding += 1;
  }

  /** A new process: nothing but the store. */
  private born(): { ledger: Ledger; engine: Engine } {
    const ledger = new Ledger({ startBalance: BALANCE, remembered: 1000 });
    for (const event of this.store) ledger.apply(event);
    const engine = new Engine({
      botId: '320',
      strategy: new Whim(this.random),
      instrument: bitcoin,
      execution: {
        submit: (order) => {
          this.check(order);
          this.exchange.submit(order);
        },
        cancel: (order) => this.exchange.cancel(order),
        amend: (order, change) => this.exchange.amend(order, change),
        find: (order) => this.exchange.find(order),
      },
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
      margin: { leverage: 2, longs: this.hasMarginLongs },
      guards: this.guards,
    });
    return { ledger, engine };
  }
}

const openQuantity = ({ quantity, filledQuantity }: OrderRecord) => quantity.minus(filledQuantity);

/** What is held that no order but this one may give back. */
function freeFor(ledger: Ledger, order: OrderRecord): Decimal {
  const held = order.isOnMargin ? ledger.position : ledger.holding;
  return ledger
    .activeOrders()
    .filter((one) => one !== order && one.purpose !== 'entry' && one.side === order.side)
    .filter((one) => one.isOnMargin === order.isOnMargin)
    .reduce((left, one) => left.minus(openQuantity(one)), order.side === 'sell' ? held : held.negated());
}

function sorted(ids: readonly (string | undefined)[]): string[] {
  return ids.map(String).toSorted((a, b) => a.localeCompare(b));
}

/** What must be true: everything the exchange did is in the ledger, once and to the last digit, and nothing in doubt. */
function asItIs({ exchange: { orders, account, incidents } }: Life) {
  return {
    doubled: 0,
    fills: sorted(orders.flatMap(({ fills }) => fills.map(({ id }) => id))),
    incidents: incidents.length,
    cash: account.cash.toString(),
    holding: account.holding.toString(),
    position: account.position.toString(),
    // Nothing is held that no trade, and no stray execution, accounts for.
    holdingAccountedFor: account.holding.toString(),
    positionAccountedFor: account.position.toString(),
    unknown: 0,
    overshoots: 0,
    beyondHolding: 0,
    beingClosed: 0,
    uncovered: 0,
    // At the prices they rest at.
    resting: sorted(
      orders.flatMap((one) => (one.isFinal ? [] : [`${one.request.clientOrderId} ${String(one.price)}`])),
    ),
  };
}

function asTheBotKnows({ exchange, ledger, engine, store, beyondHolding }: Life): ReturnType<typeof asItIs> {
  const ids = exchange.orders.map(({ request }) => request.clientOrderId);
  return {
    // Never two orders for one decision.
    doubled: ids.length - new Set(ids).size,
    fills: sorted(store.flatMap((event) => (event.type === 'order-filled' ? [event.fill.id] : []))),
    incidents: store.filter(({ type }) => type === 'fee-charged' || type === 'position-liquidated').length,
    cash: ledger.cash.toString(),
    holding: ledger.holding.toString(),
    position: ledger.position.toString(),
    holdingAccountedFor: accountedFor(ledger, false).toString(),
    positionAccountedFor: accountedFor(ledger, true).toString(),
    unknown: engine.unknownOrders,
    // Never an entry that closes what another trade has opened.
    overshoots: exchange.overshoots,
    // Never an exit that gives back what is not the bot's.
    beyondHolding,
    // Nothing that waits for ever, and nothing rests that would give back what is not there.
    beingClosed: ledger.open.filter(({ isClosing, leftFor }) => isClosing || leftFor !== undefined).length,
    uncovered: ledger
      .activeOrders()
      .filter((order) => order.purpose !== 'entry' && freeFor(ledger, order).isLessThan(openQuantity(order))).length,
    resting: sorted(ledger.activeOrders().map((order) => `${order.clientOrderId} ${priceOf(order)}`)),
  };
}

function priceOf(order: OrderRequest): string {
  const plain = plainRequest(order);
  return String('price' in plain ? plain.price : undefined);
}

/** What trades, strays and what was left over hold, or owe, with their own money or on margin. */
function accountedFor({ strays, open, leftOvers }: Ledger, isOnMargin: boolean): Decimal {
  const held = [
    ...strays
      .filter(({ order }) => order.isOnMargin === isOnMargin)
      .map(({ order, fill }) => (order.side === 'buy' ? fill.quantity : fill.quantity.negated())),
    ...open
      .filter((trade) => trade.isOnMargin === isOnMargin)
      .map((trade) => (trade.side === 'long' ? trade.remaining() : trade.remaining().negated())),
    ...leftOvers
      .filter(({ trade }) => trade.isOnMargin === isOnMargin)
      .map(({ trade, event }) => (trade.side === 'long' ? event.quantity : event.quantity.negated())),
  ];
  return held.reduce((sum, quantity) => sum.plus(quantity), Decimal.ZERO);
}

describe('a bot on an unreliable exchange, killed at any moment', () => {
  it.each(Array.from({ length: 10 }, (_, block) => block))('block %i of 100 seeds', (block) => {
    const seen = { orders: 0, crashes: 0, shorts: 0, amendments: 0, incidents: 0, strays: 0, leftOver: 0, held: 0 };
    for (let seed = block * 100; seed < block * 100 + 100; seed += 1) {
      const life = new Life(seed);
      life.run(190);
      expect({ seed, ...asTheBotKnows(life) }).toEqual({ seed, ...asItIs(life) });
      const { exchange, store } = life;
      seen.orders += exchange.orders.length;
      seen.crashes += life.crashes;
      seen.shorts += exchange.orders.filter(({ request }) => request.terms?.leverage !== undefined).length;
      seen.amendments += exchange.amendments;
      seen.incidents += exchange.incidents.length;
      seen.leftOver += life.ledger.leftOvers.length;
      seen.strays += life.ledger.strays.length;
      seen.held += store.filter((event) => event.type === 'order-intended' && GUARD_EXITS.has(event.reason)).length;
    }
    // All of it must have happened, or nothing is proved.
    expect(seen.orders).toBeGreaterThan(1000);
    expect(seen.crashes).toBeGreaterThan(300);
    expect(seen.shorts).toBeGreaterThan(300);
    expect(seen.amendments).toBeGreaterThan(25);
    expect(seen.incidents).toBeGreaterThan(50);
    expect(seen.leftOver).toBeGreaterThan(0);
    expect(seen.held).toBeGreaterThan(50);
  });
});
