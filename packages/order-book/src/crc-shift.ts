import { CRC_TABLE } from './crc32.js';

/**
 * What `length` further bytes of zero make of a CRC's four bytes: four times 256 entries, to be xored.
 *
 * A CRC is linear, so `crc(a + b) = shift(crc(a), b.length) ^ crc(b)` while the register starts at zero. With it the
 * CRC of a text made of parts costs four look-ups a part instead of one a byte, and a part's own CRC is kept.
 */
export function crcShift(length: number): Int32Array {
  const known = TABLES[length];
  if (known !== undefined) return known;
  const table = new Int32Array(1024);
  for (let entry = 0; entry < 1024; entry += 1) {
    let crc = (entry & 255) << ((entry >> 8) * 8);
    for (let byte = 0; byte < length; byte += 1) crc = (CRC_TABLE[crc & 255] ?? 0) ^ (crc >>> 8);
    table[entry] = crc;
  }
  TABLES[length] = table;
  return table;
}

const TABLES: Int32Array[] = [];
