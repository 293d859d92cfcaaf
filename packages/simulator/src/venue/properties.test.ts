import { Decimal, type OrderTerms } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenBalances, brokenEvents, brokenLedger, brokenOrders } from '../../testing/broken-rules.js';
import { bitcoin, d, ether } from '../../testing/exchange.js';
import { feesByVolume, Venue, type VenueEvent, type VenueOrderSpec } from '../index.js';

type Act = (venue: Venue) => void;

const pair = fc.constantFrom('BTC/USD', 'BTC/USD', 'ETH/USD');
const side = fc.constantFrom('buy', 'sell');
const tenths = (min: number, max: number) => fc.integer({ min, max }).map((n) => Decimal.of(BigInt(n), 1));
const price = tenths(950, 1050);
const quantity = fc
  .oneof(
    fc.integer({ min: 1, max: 200_000_000 }),
    fc.integer({ min: 1, max: 20 }).map((n) => n * 10_000_000),
  )
  .map((n) => Decimal.of(BigInt(n), 8));
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

const levelAt = (units: number, size: Decimal) => ({ price: Decimal.of(BigInt(units), 1), quantity: size });
const book: fc.Arbitrary<Act> = fc
  .record({
    pair,
    mid: fc.integer({ min: 960, max: 1040 }),
    sizes: fc.array(quantity, { minLength: 0, maxLength: 5, size: 'max' }),
    spread: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ pair: name, mid, sizes, spread }) => (venue) => {
    venue.bookChanged(name, {
      bids: sizes.map((size, n) => levelAt(mid - n, size)),
      asks: sizes.map((size, n) => levelAt(mid + spread + n, size)),
    });
  });
const print: fc.Arbitrary<Act> = fc
  .record({ pair, price, quantity, side: fc.option(side, { nil: undefined }) })
  .map(({ pair: name, price: where, quantity: size, side: taker }) => (venue) => {
    const known = taker === undefined ? {} : ({ side: taker } as const);
    venue.traded(name, { time: venue.time, price: where.toNumber(), quantity: size, ...known });
  });

function acts(terms: fc.Arbitrary<OrderTerms>): fc.Arbitrary<Act> {
  const wish = fc.record({ pair, order: spec, terms, clientOrderId, feeIn: fc.constantFrom('base', 'quote') });
  const amend = fc.oneof(
    fc.record({ quantity }),
    fc.record({ limitPrice: price }),
    fc.record({ triggerPrice: price }),
    fc.record({ displayQuantity: quantity }),
    fc.record({ quantity, limitPrice: price }),
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

/** Long ones: with few calls hardly an order is filled. */
const sequence = (act: fc.Arbitrary<Act>) => fc.array(act, { minLength: 10, maxLength: 60, size: 'max' });

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

describe.each([
  ['with own money', plainTerms, false],
  ['on margin', leveragedTerms, true],
] as const)('whatever happens, %s', (_, terms, isLeveraged) => {
  it('money is conserved, orders fill by their rules, and events are in order', () => {
    fc.assert(
      fc.property(sequence(acts(terms)), (list) => {
        const { venue, events } = open();
        const broken: string[] = [];
        for (const act of list) {
          act(venue);
          // A loss on borrowed money may be larger than what is there.
          if (!isLeveraged) broken.push(...brokenBalances(venue));
        }
        broken.push(...brokenOrders(venue), ...brokenLedger(venue, START));
        venue.cancelAll();
        broken.push(...brokenEvents(events), ...brokenLedger(venue, START));
        expect(broken).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('the same calls have the same events', () => {
    fc.assert(
      fc.property(sequence(acts(terms)), (list) => {
        const [first, second] = [open(), open()];
        for (const act of list) act(first.venue);
        for (const act of list) act(second.venue);
        expect(JSON.stringify(second.events)).toBe(JSON.stringify(first.events));
      }),
      { numRuns: 20 },
    );
  });
});
