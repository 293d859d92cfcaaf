import { DataError } from '@fathom/contracts';
import { CRC_TABLE } from './crc32.js';

const LONGEST = 48;
const ZERO = 48;
const POINT = 46;
/** Exact as doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/**
 * Reads a level's digits once, for what a book needs of them: the numbers to sort by, and the part of the checksum.
 * The results are fields, because an object a level would cost more than all the rest.
 */
export class LevelReader {
  /** The double nearest to the price. */
  price = 0;
  /** The double nearest to the quantity. */
  quantity = 0;
  /** CRC register over the digits of both, started at zero: no point, no zeros in front. */
  crc = 0;
  /** How many digits that were. */
  length = 0;

  /** @throws {DataError} for anything but digits with at most one point between them. */
  read(price: string, quantity: string): void {
    this.crc = 0;
    this.length = 0;
    this.price = this.#digits(price);
    this.quantity = this.#digits(quantity);
  }

  #digits(text: string): number {
    const size = text.length;
    let units = 0;
    let decimals = 0;
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
        decimals = size - 1 - index;
      } else {
        throw notANumber(text);
      }
    }
    if (size === 0 || size > LONGEST) throw notANumber(text);
    this.crc = crc;
    this.length = length;
    // Both operands are exact, so the quotient is the nearest double; beyond that the engine's own reader knows how.
    return units <= Number.MAX_SAFE_INTEGER && decimals < 23 ? units / (POWERS[decimals] ?? 1) : Number(text);
  }
}

function notANumber(text: string): DataError {
  return new DataError(`a book's price or quantity is not plain digits: ${JSON.stringify(text.slice(0, LONGEST + 1))}`);
}
