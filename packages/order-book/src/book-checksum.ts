import type { BookLevel } from '@fathom/contracts';
import { crc32 } from './crc32.js';

/**
 * Kraken's checksum of levels in order, best first, straight from its description (docs.kraken.com, "Book Checksum
 * (v2)"): for whoever has levels and no `OrderBook`, which computes the same many times faster.
 */
export function bookChecksum(asks: readonly BookLevel[], bids: readonly BookLevel[]): number {
  return crc32([...asks.slice(0, 10), ...bids.slice(0, 10)].map(digits).join(''));
}

function digits({ price, quantity }: BookLevel): string {
  return stripped(price) + stripped(quantity);
}

function stripped(text: string): string {
  return text.replace('.', '').replace(/^0+/, '');
}
