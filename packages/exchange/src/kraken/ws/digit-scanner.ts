import { BYTES, NOT_THIS } from './frame-bytes.js';

const POINT = 46;
const ZERO = 48;
/** So many fit a 32-bit whole number, whose arithmetic is several times as fast. */
const PART = 9;
const POWERS = Float64Array.from({ length: PART + 1 }, (_, digits) => Number(`1e${digits}`));

/** Reads numbers of the same decimals as whole numbers. Results are fields: an object each would cost more. */
export class DigitScanner {
  /** The last number without its point; at most 2^53 − 1. */
  units = 0;
  /** How many digits stand after the point; `NOT_THIS` before the first number is read. */
  decimals = NOT_THIS;

  /** Reads a number of the frame as JSON and Kraken write it. @returns where it ends; `NOT_THIS` when it does not begin at `start`. */
  read(start: number): number {
    if (start < 0) return NOT_THIS;
    let at = start;
    let point = NOT_THIS;
    let first = 0;
    let part = 0;
    let digits = 0;
    for (; ; at += 1) {
      const byte = BYTES[at] ?? 0;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (digits === PART) {
          first = part;
          part = 0;
        }
        part = (Math.imul(part, 10) + digit) | 0;
        digits += 1;
      } else {
        if (byte !== POINT || point !== NOT_THIS) break;
        point = at;
      }
    }
    const decimals = point < 0 ? 0 : at - 1 - point;
    if (this.decimals < 0) this.decimals = decimals;
    // `01`, `.1` and `1.` are no JSON.
    const isOctal = BYTES[start] === ZERO && digits > 1 && point !== start + 1;
    if (digits === 0 || digits > 2 * PART || isOctal || point === start || point === at - 1) return NOT_THIS;
    const units = digits <= PART ? part : first * (POWERS[digits - PART] ?? 0) + part;
    if (decimals !== this.decimals || units > Number.MAX_SAFE_INTEGER) return NOT_THIS;
    this.units = units;
    return at;
  }
}
