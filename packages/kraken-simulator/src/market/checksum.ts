import { crc32 } from 'node:zlib';
import type { BookLevel } from '@fathom/contracts';

/** Levels of each side the checksum covers. */
export const CHECKSUM_LEVELS = 10;

/**
 * Kraken's checksum of a book: CRC32 (IEEE) over asks from low to high, then bids from high to low, ten of each at most;
 * of every level price and quantity without the point and without leading zeros
 * (docs.kraken.com, Guides, Spot WebSocket v2, book checksum). Unsigned.
 */
export function bookChecksum(asks: readonly BookLevel[], bids: readonly BookLevel[]): number {
  let text = '';
  for (const side of [asks, bids]) {
    for (const level of side.slice(0, CHECKSUM_LEVELS)) text += significant(level.price) + significant(level.quantity);
  }
  return crc32(text);
}

function significant(digits: string): string {
  const point = digits.indexOf('.');
  const whole = point < 0 ? digits : digits.slice(0, point) + digits.slice(point + 1);
  let start = 0;
  while (start < whole.length - 1 && whole.charCodeAt(start) === 48) start += 1;
  return whole.slice(start);
}
