import { recordedBookMessages } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderBook, type UnitLevels } from './order-book.js';

type Level = readonly [price: number, quantity: number];

const text = (units: number, decimals: number) => {
  const digits = String(units).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};
const columns = (levels: readonly Level[]): UnitLevels => ({
  count: levels.length,
  units: levels.flat(),
});
const texts = (levels: readonly Level[], priceDecimals: number, quantityDecimals: number) =>
  levels.map(([price, quantity]) => ({
    price: text(price, priceDecimals),
    quantity: text(quantity, quantityDecimals),
  }));

const level = fc.tuple(
  fc.oneof(fc.integer({ min: 1, max: 60 }), fc.maxSafeNat()),
  fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1e9 }), fc.maxSafeNat(), fc.constantFrom(1e9, 1e10, 2e15)),
);
const message = fc.record({ bids: fc.array(level, { maxLength: 8 }), asks: fc.array(level, { maxLength: 8 }) });

describe('a book of whole numbers', () => {
  it('is the book of the same digits as text, checksum included', () => {
    const decimals = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 30 }),
        decimals,
        decimals,
        (messages, price, quantity) => {
          const byText = new OrderBook(10);
          const byUnits = new OrderBook(10);
          const byEvent = new OrderBook(10);
          for (const [index, { bids, asks }] of messages.entries()) {
            byText.apply({
              type: index === 0 ? 'book-snapshot' : 'book-update',
              bids: texts(bids, price, quantity),
              asks: texts(asks, price, quantity),
              checksum: 0,
            });
            byUnits.applyUnits({
              isSnapshot: index === 0,
              priceDecimals: price,
              quantityDecimals: quantity,
              bids: columns(bids),
              asks: columns(asks),
              checksum: undefined,
            });
            byEvent.apply({
              type: index === 0 ? 'book-snapshot' : 'book-update',
              bids: [],
              asks: [],
              units: { priceDecimals: price, quantityDecimals: quantity, bids: bids.flat(), asks: asks.flat() },
              checksum: 0,
            });
            expect(byUnits.checksum).toBe(byText.checksum);
            expect(byEvent.checksum).toBe(byText.checksum);
          }
          expect(byEvent.asks.levels()).toEqual(byText.asks.levels());
          expect(byUnits.bids.levels()).toEqual(byText.bids.levels());
          expect(byUnits.asks.levels()).toEqual(byText.asks.levels());
        },
      ),
    );
  });

  it('proves every message of a recorded stream', () => {
    const book = new OrderBook(25);
    const units = (levels: readonly { price: string; quantity: string }[]) =>
      columns(levels.map(({ price, quantity }) => [Number(price.replace('.', '')), Number(quantity.replace('.', ''))]));
    const states = recordedBookMessages('btcusd_sample').map(({ type, bids, asks, checksum }) =>
      book.applyUnits({
        isSnapshot: type === 'book-snapshot',
        priceDecimals: 1,
        quantityDecimals: 8,
        bids: units(bids),
        asks: units(asks),
        checksum,
      }),
    );
    expect(states).toHaveLength(2052);
    expect(states.every((state) => state === 'verified')).toBe(true);
    expect(
      book.applyUnits({
        isSnapshot: false,
        priceDecimals: 1,
        quantityDecimals: 8,
        bids: columns([]),
        asks: columns([]),
        checksum: 1,
      }),
    ).toBe('suspect');
  });

  it('leaves out updates before a snapshot', () => {
    const book = new OrderBook(10);
    const update = { priceDecimals: 0, quantityDecimals: 0, bids: columns([[1, 1]]), asks: columns([]) };
    expect(book.applyUnits({ ...update, isSnapshot: false, checksum: undefined })).toBe('unverifiable');
    expect(book.bids.size).toBe(0);
  });

  it('knows a price again that text and whole numbers write differently', () => {
    const book = new OrderBook(10);
    book.apply({ type: 'book-snapshot', bids: [{ price: '1.0', quantity: '1' }], asks: [], checksum: 0 });
    const change = { isSnapshot: false, priceDecimals: 2, quantityDecimals: 0, asks: columns([]), checksum: undefined };
    book.applyUnits({ ...change, bids: columns([[100, 2]]) });
    expect(book.bids.levels()).toEqual([{ price: '1.00', quantity: '2' }]);
    book.applyUnits({ ...change, bids: columns([[100, 0]]) });
    expect(book.bids.size).toBe(0);
  });
});
