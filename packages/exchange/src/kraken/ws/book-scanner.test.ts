import { recordedBook, recordedBookMessages, recordedFrames } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanBook } from './book-scanner.js';
import { Fields } from './frame-fields.js';
import { type Json, readJson } from './json-text.js';
import { bookEntry } from './market-entries.js';

/** What the reader for all JSON makes of the same frame. */
function slowly(text: string) {
  const frame = new Fields(readJson(text));
  const [entry] = frame.list('data');
  return { pair: new Fields(entry).text('symbol'), ...bookEntry(new Fields(entry)) };
}

const isBook = (text: string) => text.startsWith('{"channel":"book","type"');
const recorded = (['btcusd_sample', 'btcusd_l2'] as const).flatMap((name) =>
  recordedBook(name)
    .map(({ bytes }) => bytes.toString())
    .filter(isBook),
);

const digits = fc.tuple(fc.nat(99_999), fc.stringMatching(/^\d{1,18}$/)).map(([whole, after]) => `${whole}.${after}`);
const level = fc.record({ price: digits, qty: digits });
const frameText = fc
  .record({
    type: fc.constantFrom('snapshot', 'update'),
    symbol: fc.stringMatching(/^[A-Z0-9.]{1,9}\/[A-Z]{3}$/),
    bids: fc.array(level, { maxLength: 5 }),
    asks: fc.array(level, { maxLength: 5 }),
    checksum: fc.nat(0xffffffff),
  })
  .map(({ type, symbol, bids, asks, checksum }) => {
    const side = (levels: typeof bids) => levels.map(({ price, qty }) => `{"price":${price},"qty":${qty}}`).join(',');
    return `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":[${side(bids)}],"asks":[${side(asks)}],"checksum":${checksum}}]}`;
  });

describe('scanBook', () => {
  it('reads every recorded frame, digits as they are', () => {
    const expected = [...recordedBookMessages('btcusd_sample'), ...recordedBookMessages('btcusd_l2')];
    expect(recorded.map((text) => scanBook(Buffer.from(text), 1, () => 25))).toEqual(
      expected.map((message) => ({ ...message, depth: 25, receivedAt: 1, time: expect.any(Number) })),
    );
    expect(scanBook(Buffer.from(recorded[0] ?? ''), 1, () => 25)?.time).toBeCloseTo(
      Date.UTC(2026, 7, 2, 3, 35, 51, 302) + 0.928,
      3,
    );
  });

  it('takes a frame without timestamp to be of the moment it came', () => {
    const old = recordedFrames().find((text) => isBook(text) && text.includes('"snapshot"')) ?? '';
    expect(scanBook(Buffer.from(old), 77, () => 10)).toMatchObject({
      type: 'book-snapshot',
      time: 77,
      checksum: 2330500275,
    });
  });

  it('reads what the reader for all JSON reads', () => {
    fc.assert(
      fc.property(frameText, (text) => {
        expect(scanBook(Buffer.from(text), 1, () => 10)).toMatchObject(slowly(text));
      }),
    );
  });

  it('declines a text with a control character, which JSON does not have', () => {
    const [, frame = ''] = recorded;
    for (const damaged of [
      frame.replace('BTC/USD', 'BTC\u{f}USD'),
      frame.replace('"timestamp":"20', '"timestamp":"2\n'),
    ]) {
      expect(damaged).not.toBe(frame);
      expect(scanBook(Buffer.from(damaged), 1, () => 10)).toBeUndefined();
    }
  });

  it('declines a damaged frame, or reads in it what the reader for all JSON reads', () => {
    const damage = fc.record({
      text: fc.constantFrom(...recorded.slice(1, 60)),
      at: fc.nat(240),
      by: fc.constantFrom(
        '',
        '"',
        '0',
        '00',
        '.',
        ',',
        '{',
        '}',
        ']',
        '[',
        '-',
        'e',
        ' ',
        'x',
        '\\',
        '\n',
        '\u{f}',
        '\u{1f4a9}',
      ),
      length: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(damage, ({ text, at, by, length }) => {
        const damaged = text.slice(0, at) + by + text.slice(at + length);
        const scanned = scanBook(Buffer.from(damaged), 1, () => 10);
        const slow = scanned === undefined ? {} : slowly(damaged);
        expect({ ...scanned, ...slow }).toEqual({ ...scanned });
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['a space', (text: string) => text.replace(',"type"', ', "type"')],
    [
      'another order',
      (text: string) => text.replace('"channel":"book","type":"update"', '"type":"update","channel":"book"'),
    ],
    ['an unknown field', (text: string) => text.replace(',"checksum"', ',"new":1,"checksum"')],
    ['an exponent', (text: string) => text.replace(/"qty":[\d.]+/, '"qty":1e-8')],
    ['a checksum of 33 bits', (text: string) => text.replace(/"checksum":\d+/, '"checksum":4294967296')],
    ['a text for a number', (text: string) => text.replace(/"qty":([\d.]+)/, '"qty":"$1"')],
    ['a pair beyond ASCII', (text: string) => text.replace('BTC/USD', 'BTÇ/USD')],
    ['an escaped pair', (text: string) => text.replace('BTC/USD', 'BTC\\u002fUSD')],
    ['a time beyond ASCII', (text: string) => text.replace('"timestamp":"2026', '"timestamp":"２026')],
    ['the end missing', (text: string) => text.slice(0, -1)],
  ])('declines %s', (_, change) => {
    const text = recorded[1] ?? '';
    expect(scanBook(Buffer.from(text), 1, () => 10)).toBeDefined();
    expect(scanBook(Buffer.from(change(text)), 1, () => 10)).toBeUndefined();
  });

  it('asks the depth of the pair it reads', () => {
    const pairs: string[] = [];
    scanBook(Buffer.from(recorded[0] ?? ''), 1, (pair) => pairs.push(pair));
    expect(pairs).toEqual(['BTC/USD']);
  });
});

const entry = (price: string) => readJson(`{"bids":[{"price":${price},"qty":1e-08}],"asks":[],"checksum":1}`) as Json;

it('the slow way writes exponents out, and refuses what is no level', () => {
  expect(bookEntry(new Fields(entry('1.50'))).bids).toEqual([{ price: '1.50', quantity: '0.00000001' }]);
  expect(() => bookEntry(new Fields(entry('-1')))).toThrow('-1 in a book');
  expect(() => bookEntry(new Fields(entry('"1"')))).toThrow('price is not a number');
});
