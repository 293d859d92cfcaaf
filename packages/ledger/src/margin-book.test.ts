import { Decimal, type Fill, type OrderSide } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarginBook } from './margin-book.js';

const d = (text: string) => Decimal.parse(text);
const TERMS = { leverage: 2, isClosing: false };

function fillOf(time: number, price: string, quantity: string, gain?: string): Fill {
  const amounts = { price: d(price), quantity: d(quantity), cost: d(price).times(d(quantity)), fee: Decimal.ZERO };
  const told = gain === undefined ? {} : { gain: d(gain) };
  return { time, ...amounts, liquidity: 'taker', slippage: Decimal.ZERO, ...told };
}

const play = (fills: readonly { readonly side: OrderSide; readonly fill: Fill }[]) => {
  const book = new MarginBook(5);
  const sum = fills.reduce((total, { side, fill: one }) => total.plus(book.book(side, one, TERMS)), Decimal.ZERO);
  return { sum: sum.toString(), lots: JSON.stringify(book.lots) };
};

describe('MarginBook', () => {
  it('realises nothing by opening, and the profit of the oldest by closing', () => {
    const book = new MarginBook(5);
    expect(book.book('sell', fillOf(1, '100', '1'), TERMS).toString()).toBe('0');
    expect(book.book('sell', fillOf(2, '110', '1'), TERMS).toString()).toBe('0');
    expect([book.quantity, book.cost, book.used].map(String)).toEqual(['-2', '-210', '105']);
    // Of the first, sold at 100, and half of the second, sold at 110.
    expect(book.book('buy', fillOf(3, '90', '1.5'), TERMS).toString()).toBe('20');
    expect(
      book.lots.map(({ side, openedAt, quantity, cost }) => [side, openedAt, String(quantity), String(cost)]),
    ).toEqual([['short', 2, '0.5', '55']]);
  });

  it('opens the other side with what is more than there was to close', () => {
    const book = new MarginBook(5);
    book.book('buy', fillOf(1, '100', '1'), TERMS);
    expect(book.book('sell', fillOf(2, '103', '3'), TERMS).toString()).toBe('3');
    expect(book.lots).toMatchObject([{ side: 'short', quantity: d('2'), cost: d('206') }]);
  });

  it('takes the exchange’s word for what was realised', () => {
    const book = new MarginBook(5);
    book.book('buy', fillOf(1, '100', '3'), TERMS);
    expect(book.book('sell', fillOf(2, '101', '1', '0.99999'), TERMS).toString()).toBe('0.99999');
  });

  it('rounds the cost of a part as the exchange does', () => {
    const book = new MarginBook(2);
    book.book('buy', fillOf(1, '100', '0.03'), TERMS);
    // A third of 3, and of 1.00 what is left.
    expect(book.book('sell', fillOf(2, '100.5', '0.01'), TERMS).toString()).toBe('0.005');
    expect(book.lots).toMatchObject([{ cost: d('2.00') }]);
  });

  it('knows that something is missing when more was closed than it knows of', () => {
    const book = new MarginBook(5);
    book.book('buy', fillOf(2, '90', '1'), { leverage: 2, isClosing: true });
    expect(book.isComplete).toBe(false);
    expect(book.book('sell', fillOf(1, '100', '1'), TERMS).toString()).toBe('10');
    expect([book.isComplete, book.lots]).toEqual([true, []]);
  });

  it('comes to the same whatever the order fills are heard of in', () => {
    const fill = fc.record({
      side: fc.constantFrom<OrderSide>('buy', 'sell'),
      price: fc.integer({ min: 50, max: 150 }),
      quantity: fc.integer({ min: 1, max: 9 }),
    });
    const shuffled = fc.array(fill, { minLength: 1, maxLength: 12 }).chain((fills) => {
      const all = fills.map(({ side, price, quantity }, time) => ({
        side,
        fill: fillOf(time, String(price), `0.${quantity}`),
      }));
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
    });
    fc.assert(
      fc.property(shuffled, ([told, late]) => {
        expect(play(late)).toEqual(play(told));
      }),
    );
  });

  it('neither makes nor loses money: what is realised and what is open are what was paid and got', () => {
    const fill = fc.tuple(
      fc.constantFrom<OrderSide>('buy', 'sell'),
      fc.integer({ min: 50, max: 150 }),
      fc.nat({ max: 8 }),
    );
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 40 }), fc.integer({ min: 50, max: 150 }), (fills, last) => {
        const book = new MarginBook(5);
        let realised = Decimal.ZERO;
        let paid = Decimal.ZERO;
        let held = Decimal.ZERO;
        for (const [time, [side, price, tenths]] of fills.entries()) {
          const one = fillOf(time, String(price), `0.${tenths + 1}`);
          realised = realised.plus(book.book(side, one, TERMS));
          paid = side === 'buy' ? paid.plus(one.cost) : paid.minus(one.cost);
          held = side === 'buy' ? held.plus(one.quantity) : held.minus(one.quantity);
        }
        const price = Decimal.of(BigInt(last), 0);
        expect(book.quantity.toString()).toBe(held.toString());
        const open = book.quantity.times(price).minus(book.cost);
        expect(realised.plus(open).toString()).toBe(held.times(price).minus(paid).toString());
      }),
    );
  });
});
