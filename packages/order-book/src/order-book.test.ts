import { DataError, Decimal, UsageError } from '@fathom/contracts';
import { checksumExample } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { bookChecksum } from './book-checksum.js';
import { type BookMessage, OrderBook } from './order-book.js';

type Side = readonly (readonly [price: string, quantity: string])[];

const levels = (side: Side) => side.map(([price, quantity]) => ({ price, quantity }));
const snapshot = (bids: Side, asks: Side, checksum = bookChecksum(levels(asks), levels(bids))): BookMessage => ({
  type: 'book-snapshot',
  bids: levels(bids),
  asks: levels(asks),
  checksum,
});
const update = (bids: Side, asks: Side, checksum = 0): BookMessage => ({
  type: 'book-update',
  bids: levels(bids),
  asks: levels(asks),
  checksum,
});
const bookOf = (bids: Side, asks: Side, depth = 10) => {
  const book = new OrderBook(depth);
  book.apply(snapshot(bids, asks));
  return book;
};

describe('OrderBook', () => {
  it("holds Kraken's documented example and gives its checksum", () => {
    const { asks, bids, checksum } = checksumExample();
    const book = new OrderBook(10);
    expect(book.apply(snapshot(bids, asks, checksum))).toBe('verified');
    expect(book.checksum).toBe(3310070434);
  });

  it('sorts what comes unsorted, keeps digits, replaces and removes', () => {
    const book = bookOf([['99.0', '1.10']], [['101.0', '2.00']]);
    book.apply(
      update(
        [
          ['99.5', '0.50'],
          ['98.0', '3.00'],
          ['99.0', '0.00'],
        ],
        [
          ['100.5', '0.10'],
          ['101.0', '2.50'],
        ],
      ),
    );
    expect(book.bids.levels()).toEqual(
      levels([
        ['99.5', '0.50'],
        ['98.0', '3.00'],
      ]),
    );
    expect(book.asks.levels(1)).toEqual(levels([['100.5', '0.10']]));
    expect(book.asks.level(1)).toEqual({ price: '101.0', quantity: '2.50' });
    expect(book.asks.level(2)).toBeUndefined();
    expect([book.bestBid?.price, book.bestAsk?.price]).toEqual(['99.5', '100.5']);
  });

  it('is cut to its depth after each message, not before the message is complete', () => {
    const two: Side = [
      ['10.0', '1'],
      ['11.0', '1'],
    ];
    const book = bookOf([], two, 2);
    book.apply(update([], [['9.0', '1']]));
    expect(book.asks.levels().map(({ price }) => price)).toEqual(['9.0', '10.0']);
    // A level beyond the depth comes before the removal that makes room for it.
    book.apply(
      update(
        [],
        [
          ['12.0', '1'],
          ['9.0', '0'],
        ],
      ),
    );
    expect(book.asks.levels().map(({ price }) => price)).toEqual(['10.0', '12.0']);
  });

  it('leaves out updates before a snapshot', () => {
    const book = new OrderBook(10);
    expect(book.apply(update([['1', '1']], []))).toBe('unverifiable');
    expect(book.bids.size).toBe(0);
  });

  it('is suspect from a wrong checksum until the next snapshot, even when a later checksum is right', () => {
    const book = bookOf([['1.0', '1']], [['2.0', '1']]);
    expect(book.apply(update([], [['2.1', '1']], 1))).toBe('suspect');
    const right = bookChecksum(
      levels([
        ['2.0', '1'],
        ['2.1', '1'],
        ['2.2', '1'],
      ]),
      levels([['1.0', '1']]),
    );
    expect(book.apply(update([], [['2.2', '1']], right))).toBe('suspect');
    expect(book.checksum).toBe(right);
    expect(book.apply(snapshot([], [['2.0', '1']]))).toBe('verified');
    book.clear();
    expect([book.state, book.asks.size]).toEqual(['unverifiable', 0]);
  });

  it('has a checksum with few levels and with none', () => {
    expect(new OrderBook(10).checksum).toBe(0);
    const book = bookOf([['0.05', '12']], []);
    expect(book.state).toBe('verified');
    expect([book.bestAsk, book.mid, book.spread, book.spreadPercent]).toEqual(Array(4).fill(undefined));
    expect([book.isCrossed, book.imbalance(5)]).toEqual([false, 1]);
    expect(new OrderBook(10).imbalance(5)).toBeUndefined();
  });

  it('tells apart prices that are the same double, and not those that are the same price', () => {
    const book = bookOf([['1.00000000000000000001', '1']], [], 10);
    book.apply(
      update(
        [
          ['1.00000000000000000003', '3'],
          ['1.00000000000000000002', '2'],
        ],
        [],
      ),
    );
    expect(book.bids.levels().map(({ quantity }) => quantity)).toEqual(['3', '2', '1']);
    book.apply(update([['1.000000000000000000020', '0']], []));
    expect(book.bids.levels().map(({ quantity }) => quantity)).toEqual(['3', '1']);
    book.apply(update([['1.0000000000000000000300', '5']], []));
    expect(book.bids.levels().map(({ quantity }) => quantity)).toEqual(['5', '1']);
  });

  it.each(['', '-1', '1e-8', '1.', '.5', '1.2.3', 'NaN', '1 ', '9'.repeat(49)])(
    'does not take %j for a number, and does not go on with half a message',
    (text) => {
      const book = bookOf([['1.0', '1']], []);
      expect(() => book.apply(update([['0.9', '1']], [[text, '1']]))).toThrow(DataError);
      expect([book.state, book.bids.size]).toEqual(['unverifiable', 0]);
      expect(() => bookOf([['1', text]], [])).toThrow(DataError);
    },
  );

  it.each([0, -1, 2.5, Number.NaN])('refuses depth %d', (depth) => {
    expect(() => new OrderBook(depth)).toThrow(UsageError);
  });

  it('knows mid, spread and imbalance', () => {
    const book = bookOf(
      [
        ['63388.7', '3'],
        ['63388.6', '9'],
      ],
      [['63388.8', '1']],
    );
    expect([book.mid?.toString(), book.spread?.toString()]).toEqual(['63388.75', '0.1']);
    expect(book.spreadPercent).toBeCloseTo(0.000157757, 9);
    expect([book.imbalance(1), book.imbalance(2)]).toEqual([0.5, 11 / 13]);
    expect(book.isCrossed).toBe(false);
    book.apply(update([['63388.8', '1']], []));
    expect(book.isCrossed).toBe(true);
  });

  it('walks the depth exactly', () => {
    const book = bookOf(
      [['99.9', '0.3']],
      [
        ['100.1', '0.1'],
        ['100.3', '0.2'],
        ['101.0', '5.0'],
      ],
    );
    const text = (side: 'buy' | 'sell', quantity: string) =>
      Object.values(book.walk(side, Decimal.parse(quantity))).map((value) => value?.toString());
    expect(text('buy', '0.1')).toEqual(['0.1', '10.01', '100.1', '100.1']);
    expect(text('buy', '0.3')).toEqual(['0.3', '30.07', '100.233333333', '100.3']);
    expect(text('sell', '7')).toEqual(['0.3', '29.97', '99.9', '99.9']);
    expect(new OrderBook(1).walk('buy', Decimal.ONE)).toMatchObject({ averagePrice: undefined, worstPrice: undefined });
  });
});
