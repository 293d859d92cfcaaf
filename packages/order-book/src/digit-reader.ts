import { DataError } from '@fathom/contracts';

const LONGEST = 48;
const ZERO = 48;
const POINT = 46;
/** Exact as doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** Reads a text of digits. The results are fields, because an object a number would cost more than all the rest. */
export class DigitReader {
  /** All digits as one whole number; exact while `isExact`. */
  units = 0;
  /** How many of them stand after the point. */
  decimals = 0;

  /** @throws {DataError} for anything but digits with at most one point between them. */
  read(text: string): void {
    const size = text.length;
    let units = 0;
    let point = -1;
    for (let index = 0; index < size; index += 1) {
      const code = text.charCodeAt(index);
      const digit = code - ZERO;
      if (digit >= 0 && digit <= 9) units = units * 10 + digit;
      else if (code === POINT && point < 0 && index > 0 && index < size - 1) point = index;
      else throw notANumber(text);
    }
    if (size === 0 || size > LONGEST) throw notANumber(text);
    this.units = units;
    this.decimals = point < 0 ? 0 : size - 1 - point;
  }

  /**
   * Whether `unitsText(units, decimals)` is the text again: no digit is lost, and there are no zeros in front that a number
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
      ? valueOf(this.units, this.decimals)
      : Number(text);
  }
}

/** `units × 10^-decimals`, the nearest double; both as of an exact text. */
export function valueOf(units: number, decimals: number): number {
  return units / (POWERS[decimals] ?? 1);
}

function notANumber(text: string): DataError {
  return new DataError(`a book's price or quantity is not plain digits: ${JSON.stringify(text.slice(0, LONGEST + 1))}`);
}
