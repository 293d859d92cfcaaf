import { recordedBookMessages } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { type BookMessage, OrderBook } from './order-book.js';

/** How many messages leave the book with the checksum they carry. */
function right(messages: readonly BookMessage[], depth: number): number {
  const book = new OrderBook(depth);
  return messages.filter((message) => {
    book.apply(message);
    return book.checksum === message.checksum;
  }).length;
}

const sample = recordedBookMessages('btcusd_sample');

/** Digits as somebody writes them who keeps numbers and formats them. */
const formatted = (side: BookMessage['bids'], priceDecimals: number, quantityDecimals: number) =>
  side.map(({ price, quantity }) => ({
    price: Number(price).toFixed(priceDecimals),
    quantity: Number(quantity).toFixed(quantityDecimals),
  }));
const rewritten = (...decimals: [price: number, quantity: number]) =>
  sample.map((message) => ({
    ...message,
    bids: formatted(message.bids, ...decimals),
    asks: formatted(message.asks, ...decimals),
  }));

/** Any 60 updates in a row; a change below the best ten levels may stay invisible, so not each is noticed. */
const places = Array.from({ length: 60 }, (_, index) => 700 + index);
const without = (at: number) => sample.filter((_, index) => index !== at);
const swapped = (at: number) => sample.with(at, sample[at + 1] ?? fail()).with(at + 1, sample[at] ?? fail());
const repeatedLater = (at: number) => sample.toSpliced(at + 20, 0, sample[at] ?? fail());

describe('recorded books', () => {
  it.each([
    ['btcusd_sample', 25, 2052],
    ['btcusd_l2', 10, 301],
  ] as const)('%s: every checksum is right', (name, depth, count) => {
    const messages = recordedBookMessages(name);
    expect(messages).toHaveLength(count);
    expect(right(messages, depth)).toBe(count);
    const book = new OrderBook(depth);
    expect(messages.map((message) => book.apply(message)).every((state) => state === 'verified')).toBe(true);
    expect(book.isCrossed).toBe(false);
  });

  it('without truncation almost none are', () => {
    expect(right(sample, 100_000)).toBe(220);
  });

  it('at a wrong precision almost none are', () => {
    expect(right(rewritten(1, 8), 25)).toBe(2052);
    expect(right(rewritten(1, 7), 25)).toBe(0);
    expect(right(rewritten(2, 8), 25)).toBe(0);
  });

  it.each([
    ['dropped', 41, without],
    ['reordered', 51, swapped],
    ['repeated later', 60, repeatedLater],
  ])('one frame %s is noticed at %d of 60 places and leaves the book suspect', (_, count, mutated) => {
    const noticed = places.filter((at) => {
      const book = new OrderBook(25);
      for (const message of mutated(at)) book.apply(message);
      return book.state === 'suspect';
    });
    expect(noticed).toHaveLength(count);
  });

  it('one frame delivered twice in a row changes nothing: updates say what is, not by how much', () => {
    expect(right(sample.toSpliced(700, 0, sample[700] ?? fail()), 25)).toBe(2053);
    expect(sample[700]?.type).toBe('book-update');
  });
});

function fail(): never {
  throw new Error('the recording is shorter than it was');
}
