import { Decimal, type OrderTerms } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitcoin, d, ether } from '../../testing/exchange.js';
import { feesByVolume, Venue, type VenueEvent, type VenueOrderSpec } from '../index.js';

type Act = (venue: Venue) => void;

const pair = fc.constantFrom('BTC/USD', 'BTC/USD', 'ETH/USD');
const side = fc.constantFrom('buy', 'sell');
const tenths = (min: number, max: number) => fc.integer({ min, max }).map((n) => Decimal.of(BigInt(n), 1));
const price = tenths(950, 1050);
const quantity = fc.integer({ min: 1, max: 500_000_000 }).map((n) => Decimal.of(BigInt(n), 8));
const clientOrderId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const percent = tenths(1, 40).map((value) => ({ value, unit: 'percent' }) as const);

const spec: fc.Arbitrary<VenueOrderSpec> = fc
  .record({ side, quantity, price, limitPrice: price, offset: percent, limitOffset: percent, share: tenths(1, 9) })
  .chain(({ limitPrice, offset, limitOffset, share, ...base }) => {
    const { side: ours, quantity: all } = base;
    const displayQuantity = all.times(share).round(8, 'down');
    return fc.constantFrom<VenueOrderSpec>(
      { type: 'market', side: ours, quantity: all },
      { type: 'limit', ...base },
      { type: 'limit', ...base },
      { type: 'iceberg', ...base, displayQuantity },
      { type: 'stop-loss', ...base },
      { type: 'take-profit', ...base },
      { type: 'stop-loss-limit', ...base, limitPrice },
      { type: 'take-profit-limit', ...base, limitPrice },
      { type: 'trailing-stop', side: ours, quantity: all, offset },
      { type: 'trailing-stop-limit', side: ours, quantity: all, offset, limitOffset },
    );
  });

const plainTerms: fc.Arbitrary<OrderTerms> = fc.oneof(
  fc.constant({}),
  fc.constantFrom<OrderTerms>({ postOnly: true }, { timeInForce: 'ioc' }, { trigger: 'index' }),
  price.map((at) => ({ conditionalClose: { type: 'limit', price: at } as const })),
);
const leveragedTerms: fc.Arbitrary<OrderTerms> = fc.oneof(
  plainTerms,
  fc.constantFrom<OrderTerms>({ leverage: 2 }, { leverage: 5 }, { leverage: 5, reduceOnly: true }),
);

const book: fc.Arbitrary<Act> = fc
  .record({
    pair,
    mid: fc.integer({ min: 960, max: 1040 }),
    sizes: fc.array(quantity, { minLength: 0, maxLength: 4 }),
    spread: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ pair: name, mid, sizes, spread }) => (venue) => {
    const level = (size: Decimal, ticks: number) => ({ price: Decimal.of(BigInt(mid + ticks), 1), quantity: size });
    venue.bookChanged(name, {
      bids: sizes.map((size, n) => level(size, -n)),
      asks: sizes.map((size, n) => level(size, spread + n)),
    });
  });
const print: fc.Arbitrary<Act> = fc
  .record({ pair, price, quantity, side: fc.option(side, { nil: undefined }) })
  .map(({ pair: name, price: at, quantity: size, side: taker }) => (venue) => {
    const known = taker === undefined ? {} : ({ side: taker } as const);
    venue.traded(name, { time: venue.time, price: at.toNumber(), quantity: size, ...known });
  });

function acts(terms: fc.Arbitrary<OrderTerms>): fc.Arbitrary<Act> {
  const wish = fc.record({ pair, order: spec, terms, clientOrderId, feeIn: fc.constantFrom('base', 'quote') });
  const amend = fc.record(
    { quantity, limitPrice: price, triggerPrice: price, displayQuantity: quantity },
    { requiredKeys: [] },
  );
  return fc.oneof(
    {
      weight: 4,
      arbitrary: wish.map(
        (request): Act =>
          (venue) =>
            void venue.submit(request),
      ),
    },
    { weight: 3, arbitrary: book },
    { weight: 3, arbitrary: print },
    {
      weight: 1,
      arbitrary: fc.tuple(clientOrderId, amend).map(
        ([id, change]): Act =>
          (venue) =>
            void venue.amend({ clientOrderId: id }, change),
      ),
    },
    {
      weight: 1,
      arbitrary: clientOrderId.map(
        (id): Act =>
          (venue) =>
            void venue.cancel({ clientOrderId: id }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0, max: 20_000_000 }).map(
        (ms): Act =>
          (venue) =>
            venue.advanceTo(venue.time + ms),
      ),
    },
    {
      weight: 1,
      arbitrary: price.map(
        (at): Act =>
          (venue) =>
            venue.indexed('BTC/USD', at),
      ),
    },
  );
}

const START = new Map([
  ['USD', d('1000')],
  ['BTC', d('5')],
]);

function open() {
  const events: VenueEvent[] = [];
  const venue = new Venue({
    instruments: [bitcoin, ether],
    balances: START,
    time: 0,
    // Rates that fall and, when volume has grown old, rise again.
    feeRates: feesByVolume([
      { fromVolume: d('0'), takerPercent: d('0.4'), makerPercent: d('0.25') },
      { fromVolume: d('700'), takerPercent: d('0.1'), makerPercent: d('0') },
    ]),
    deliver: (event) => events.push(event),
  });
  return { venue, events };
}

function checkMoney(venue: Venue, isLeveraged: boolean) {
  const sums = new Map(START);
  for (const { asset, amount, fee, balance } of venue.ledger()) {
    const sum = (sums.get(asset) ?? Decimal.ZERO).plus(amount).minus(fee);
    sums.set(asset, sum);
    expect(balance.toString()).toBe(sum.toString());
    expect(fee.isNegative()).toBe(false);
  }
  for (const [asset, { total, held }] of venue.balances()) {
    expect(total.toString()).toBe((sums.get(asset) ?? Decimal.ZERO).toString());
    expect(held.isNegative()).toBe(false);
    if (isLeveraged) continue;
    expect(total.isNegative()).toBe(false);
    expect(held.isGreaterThan(total)).toBe(false);
  }
  if (venue.openOrders().length > 0) return;
  for (const { held } of venue.balances().values()) expect(held.isZero()).toBe(true);
}

function checkOrders(venue: Venue) {
  for (const order of [...venue.openOrders(), ...venue.closedOrders()]) {
    const fills = venue.fills().filter(({ orderId }) => orderId === order.id);
    const sum = fills.reduce((total, fill) => total.plus(fill.quantity), Decimal.ZERO);
    expect(order.filledQuantity.toString()).toBe(sum.toString());
    expect(order.fills).toEqual(fills.map(({ id }) => id));
    expect(sum.isGreaterThan(order.quantity)).toBe(false);
    if (order.status === 'filled') expect(sum.equals(order.quantity)).toBe(true);
  }
  for (const position of venue.positions()) {
    expect(position.closedQuantity.isLessThan(position.quantity)).toBe(true);
    expect(position.margin.isNegative()).toBe(false);
  }
}

function checkEvents(events: readonly VenueEvent[]) {
  const last = new Map<string, string>();
  let time = 0;
  for (const event of events) {
    expect(event.time).toBeGreaterThanOrEqual(time);
    time = event.time;
    if (!('order' in event)) continue;
    const { id } = event.order;
    const before = last.get(id);
    expect(before === undefined).toBe(event.type === 'accepted');
    if (event.type !== 'close-refused') {
      expect(['completed', 'canceled', 'expired']).not.toContain(before);
      last.set(id, event.type);
    }
    if (event.type !== 'filled' || event.order.limitPrice === undefined) continue;
    const { price: at, side: ours } = event.fill;
    const isWorse = ours === 'buy' ? at.isGreaterThan(event.order.limitPrice) : at.isLessThan(event.order.limitPrice);
    expect(isWorse).toBe(false);
  }
}

describe.each([
  ['with own money', plainTerms, false],
  ['on margin', leveragedTerms, true],
] as const)('whatever happens, %s', (_, terms, isLeveraged) => {
  it('money is conserved, orders fill by their rules, and events are in order', () => {
    fc.assert(
      fc.property(fc.array(acts(terms), { maxLength: 50 }), (list) => {
        const { venue, events } = open();
        for (const act of list) {
          act(venue);
          checkMoney(venue, isLeveraged);
        }
        checkOrders(venue);
        checkEvents(events);
        venue.cancelAll();
        checkMoney(venue, isLeveraged);
        checkEvents(events);
      }),
      { numRuns: 150 },
    );
  });

  it('the same calls have the same events', () => {
    fc.assert(
      fc.property(fc.array(acts(terms), { maxLength: 40 }), (list) => {
        const [first, second] = [open(), open()];
        for (const act of list) act(first.venue);
        for (const act of list) act(second.venue);
        expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events));
      }),
      { numRuns: 50 },
    );
  });
});
