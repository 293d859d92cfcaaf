import { CRC_TABLE } from './crc32.js';

/**
 * What `length` further bytes of zero make of a CRC register.
 *
 * A CRC is linear, so `crc(a + b) = shifted(crc(a), b.length) ^ crc(b)` while the register of `b` starts at zero. With it
 * the CRC of a text made of parts costs four look-ups a part instead of one a byte, and a part's own CRC is kept.
 */
export function shifted(register: number, length: number): number {
  const table = TABLES[length] ?? made(length);
  return (
    (table[register & 255] ?? 0) ^
    (table[256 + ((register >>> 8) & 255)] ?? 0) ^
    (table[512 + ((register >>> 16) & 255)] ?? 0) ^
    (table[768 + (register >>> 24)] ?? 0)
  );
}

const TABLES: Int32Array[] = [Int32Array.from({ length: 1024 }, (_, entry) => byteOf(entry))];

/** The table of a length: 256 entries for each byte of a register, to be xored. */
function made(length: number): Int32Array {
  // What half the bytes make of what the other half made: not one step a byte, for a side of a book has hundreds.
  const half = length >>> 1;
  const table = Int32Array.from({ length: 1024 }, (_, entry) =>
    length === 1 ? zeroByte(byteOf(entry)) : shifted(shifted(byteOf(entry), half), length - half),
  );
  TABLES[length] = table;
  return table;
}

function byteOf(entry: number): number {
  return (entry & 255) << ((entry >> 8) * 8);
}

function zeroByte(register: number): number {
  return (CRC_TABLE[register & 255] ?? 0) ^ (register >>> 8);
}
