import { DataError } from '@fathom/contracts';
import { CRC_TABLE } from './crc32.js';

const LONGEST = 48;
const ZERO = 48;
const POINT = 46;
const BILLION = 1e9;
const SCRATCH = new Uint8Array(20);
/** Exact as doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/**
 * Reads a text of digits once, for what a book needs of it: the number, and its part of the checksum.
 * The results are fields, because an object a level would cost more than all the rest.
 */
export class DigitReader {
  /** All digits as one whole number; exact while `isShort`. */
  units = 0;
  /** How many of them stand after the point. */
  decimals = 0;
  /** CRC register over the digits read since `restart`: no point, no zeros in front. */
  crc = 0;
  /** How many digits that were. */
  length = 0;

  restart(): void {
    this.crc = 0;
    this.length = 0;
  }

  /** @throws {DataError} for anything but digits with at most one point between them. */
  read(text: string): void {
    const size = text.length;
    let units = 0;
    let point = -1;
    let crc = this.crc;
    let length = this.length;
    for (let index = 0; index < size; index += 1) {
      const code = text.charCodeAt(index);
      const digit = code - ZERO;
      if (digit >= 0 && digit <= 9) {
        units = units * 10 + digit;
        if (units !== 0) {
          crc = (CRC_TABLE[(crc ^ code) & 255] ?? 0) ^ (crc >>> 8);
          length += 1;
        }
      } else if (code === POINT && point < 0 && index > 0 && index < size - 1) {
        point = index;
      } else {
        throw notANumber(text);
      }
    }
    if (size === 0 || size > LONGEST) throw notANumber(text);
    this.units = units;
    this.decimals = point < 0 ? 0 : size - 1 - point;
    this.crc = crc;
    this.length = length;
  }

  /** Goes on with the digits of a whole number up to 2^53 − 1, as if they had been read as text. */
  readUnits(units: number): void {
    let count = 0;
    // In two halves that fit 32 bits: whole number division of doubles is many times slower.
    let high = units < BILLION ? 0 : Math.floor(units / BILLION);
    let low = units - high * BILLION;
    const fill = high === 0 ? 0 : 9;
    for (; low !== 0 || count < fill; count += 1) {
      const rest = (low / 10) | 0;
      SCRATCH[count] = low - rest * 10;
      low = rest;
    }
    for (; high !== 0; count += 1) {
      const rest = (high / 10) | 0;
      SCRATCH[count] = high - rest * 10;
      high = rest;
    }
    let crc = this.crc;
    for (let at = count - 1; at >= 0; at -= 1) {
      crc = (CRC_TABLE[(crc ^ (ZERO + (SCRATCH[at] ?? 0))) & 255] ?? 0) ^ (crc >>> 8);
    }
    this.crc = crc;
    this.length += count;
  }

  /**
   * Whether `textOf(units, decimals)` is the text again: no digit is lost, and there are no zeros in front that a number
   * would not be written with.
   */
  isExact(text: string): boolean {
    if (this.units > Number.MAX_SAFE_INTEGER || this.decimals > 22) return false;
    return text.charCodeAt(0) !== ZERO || text.length === 1 || text.charCodeAt(1) === POINT;
  }

  /** The double nearest to the text. */
  valueOf(text: string): number {
    // Both operands are exact, so the quotient is the nearest double; beyond that the engine's own reader knows how.
    return this.units <= Number.MAX_SAFE_INTEGER && this.decimals < 23
      ? this.units / (POWERS[this.decimals] ?? 1)
      : Number(text);
  }
}

/** `units` with a point before the last `decimals` digits. */
export function textOf(units: number, decimals: number): string {
  const text = String(units);
  if (decimals === 0) return text;
  const digits = text.padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `units × 10^-decimals`, the nearest double; both as of an exact text. */
export function valueOf(units: number, decimals: number): number {
  return units / (POWERS[decimals] ?? 1);
}

function notANumber(text: string): DataError {
  return new DataError(`a book's price or quantity is not plain digits: ${JSON.stringify(text.slice(0, LONGEST + 1))}`);
}
