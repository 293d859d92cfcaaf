import { crc32 as nodeCrc32 } from 'node:zlib';
import { checksumExample } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookChecksum } from './book-checksum.js';
import { crc32 } from './crc32.js';

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32('123456789')).toBe(0xcbf43926);
    expect(crc32('')).toBe(0);
  });

  it('is what zlib says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from({ length: 10 }, (_, digit) => String(digit))) }),
        (text) => {
          expect(crc32(text)).toBe(nodeCrc32(text));
        },
      ),
    );
  });
});

const levels = (side: [string, string][]) => side.map(([price, quantity]) => ({ price, quantity }));
const shortened = (side: [string, string][]) =>
  side.map(([price, quantity]) => ({ price: String(Number(price)), quantity: String(Number(quantity)) }));

describe('bookChecksum', () => {
  const { asks, bids, checksum } = checksumExample();

  it("gives the checksum of Kraken's documented example", () => {
    expect(bookChecksum(levels(asks), levels(bids))).toBe(checksum);
    expect(checksum).toBe(3310070434);
  });

  it('gives another one when trailing zeros are lost, as numbers lose them', () => {
    expect(bookChecksum(shortened(asks), shortened(bids))).not.toBe(checksum);
  });
});
