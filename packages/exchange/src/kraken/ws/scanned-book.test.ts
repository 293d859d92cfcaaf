import { describe, expect, it } from 'vitest';
import { ScannedBook } from './scanned-book.js';

const units = { priceDecimals: 1, quantityDecimals: 3, bids: [791_550, 1500], asks: [791_560, 7, 791_571, 0] };
const book = new ScannedBook('book-update', 'BTC/USD', { time: 1.5, receivedAt: 2 }, 42, units);

describe('a scanned book', () => {
  it('says its digits as texts, with every zero Kraken wrote', () => {
    expect(book.bids).toEqual([{ price: '79155.0', quantity: '1.500' }]);
    expect(book.asks).toEqual([
      { price: '79156.0', quantity: '0.007' },
      { price: '79157.1', quantity: '0.000' },
    ]);
  });

  it('is written down whole', () => {
    const { bids, asks } = book;
    const fields = { type: 'book-update', pair: 'BTC/USD', time: 1.5, receivedAt: 2, depth: 0, checksum: 42 };
    expect(JSON.parse(JSON.stringify(book))).toEqual({ ...fields, bids, asks });
  });
});
