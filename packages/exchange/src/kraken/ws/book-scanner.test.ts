import { unitsText } from '@fathom/contracts';
import { recordedBook, recordedBookMessages, recordedFrames } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanBook } from './book-scanner.js';
import { Fields } from './frame-fields.js';
import { type Json, readJson } from './json-text.js';
import { KnownNames } from './known-names.js';
import { bookEntry } from './market-entries.js';

/** What is scanned, its levels as texts. */
function scanned(text: string) {
  const book = scanBook(Buffer.from(text), 1, new KnownNames());
  if (book === undefined) return undefined;
  const { type, pair, time, receivedAt, depth, bids, asks, checksum } = book;
  return { type, pair, time, receivedAt, depth, bids, asks, checksum };
}

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

const digits = (decimals: number) =>
  fc.oneof(fc.maxSafeNat(), fc.nat(999_999_999), fc.nat(9)).map((units) => unitsText(units, decimals));
const levelsOf = (price: number, quantity: number) =>
  fc.array(fc.record({ price: digits(price), qty: digits(quantity) }), { maxLength: 5 });
const frameText = fc
  .tuple(fc.nat(15), fc.nat(15))
  .chain(([price, quantity]) =>
    fc.record({
      type: fc.constantFrom('snapshot', 'update'),
      symbol: fc.stringMatching(/^[A-Z0-9.]{1,9}\/[A-Z]{3}$/),
      bids: levelsOf(price, quantity),
      asks: levelsOf(price, quantity),
      checksum: fc.nat(0xffffffff),
    }),
  )
  .map(({ type, symbol, bids, asks, checksum }) => {
    const side = (levels: typeof bids) => levels.map(({ price, qty }) => `{"price":${price},"qty":${qty}}`).join(',');
    return `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":[${side(bids)}],"asks":[${side(asks)}],"checksum":${checksum}}]}`;
  });

describe('scanBook', () => {
  it('reads every recorded frame, digits as they are', () => {
    const expected = [...recordedBookMessages('btcusd_sample'), ...recordedBookMessages('btcusd_l2')];
    expect(recorded.map(scanned)).toEqual(
      expected.map((message) => ({ ...message, depth: 0, receivedAt: 1, time: expect.any(Number) })),
    );
    expect(scanned(recorded[0] ?? '')?.time).toBeCloseTo(Date.UTC(2026, 7, 2, 3, 35, 51, 302) + 0.928, 3);
  });

  it('takes a frame without timestamp to be of the moment it came', () => {
    const old = recordedFrames().find((text) => isBook(text) && text.includes('"snapshot"')) ?? '';
    expect(scanned(old)).toMatchObject({
      type: 'book-snapshot',
      time: 1,
      checksum: 2330500275,
    });
  });

  it('reads what the reader for all JSON reads', () => {
    fc.assert(
      fc.property(frameText, (text) => {
        expect(scanned(text)).toMatchObject(slowly(text));
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
      expect(scanned(damaged)).toBeUndefined();
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
        const read = scanned(damaged);
        const slow = read === undefined ? {} : slowly(damaged);
        expect({ ...read, ...slow }).toEqual({ ...read });
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
    expect(scanned(text)).toBeDefined();
    expect(scanned(change(text))).toBeUndefined();
  });

  it.each([
    ['other decimals', (text: string) => text.replace(/"qty":(\d+)\.\d/, '"qty":$1.')],
    ['more than 2^53 − 1 of its last digit', (text: string) => text.replace(/"qty":\d+/, '"qty":90071993')],
    ['nineteen digits', (text: string) => text.replace(/"qty":\d+/, '"qty":10000000000')],
  ])('declines a quantity of %s, which whole numbers of one size cannot say', (_, change) => {
    const text = recorded[0] ?? '';
    expect(change(text)).not.toBe(text);
    expect(scanned(change(text))).toBeUndefined();
  });

  it('declines a frame longer than any book, and is not confused by what it has left', () => {
    const [, frame = ''] = recorded;
    const level = /\{"price":[^}]*\}/.exec(frame)?.[0] ?? '';
    const long = frame.replace(level, Array.from({ length: 10_000 }, () => level).join(','));
    expect(long.length).toBeGreaterThan(256 * 1024);
    expect(scanned(long)).toBeUndefined();
    expect(scanned(frame.replace(level, Array.from({ length: 5000 }, () => level).join(',')))).toBeDefined();
    for (let size = 0; size < frame.length; size += 1) expect(scanned(frame.slice(0, size))).toBeUndefined();
    expect(scanned(frame)).toMatchObject(slowly(frame));
  });

  it('declines a zero behind a frame', () => {
    const [, frame = ''] = recorded;
    expect(scanned(`${frame}\0`)).toBeUndefined();
    expect(scanned(`${frame}\0${frame}`)).toBeUndefined();
  });

  it('gives levels as whole numbers too, of the decimals they were written with', () => {
    const update = recorded.find((text) => text.includes('"bids":[]') && text.includes('"update"')) ?? '';
    const book = scanBook(Buffer.from(update), 1, new KnownNames());
    const levels = book?.asks.flatMap(({ price, quantity }) =>
      [price, quantity].map((text) => Number(text.replace('.', ''))),
    );
    expect(book?.units).toEqual({ priceDecimals: 1, quantityDecimals: 8, bids: [], asks: levels });
  });
});

const entry = (price: string) => readJson(`{"bids":[{"price":${price},"qty":1e-08}],"asks":[],"checksum":1}`) as Json;

it('the slow way writes exponents out, and refuses what is no level', () => {
  expect(bookEntry(new Fields(entry('1.50'))).bids).toEqual([{ price: '1.50', quantity: '0.00000001' }]);
  expect(() => bookEntry(new Fields(entry('-1')))).toThrow('-1 in a book');
  expect(() => bookEntry(new Fields(entry('"1"')))).toThrow('price is not a number');
});
