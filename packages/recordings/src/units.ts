/** Whole numbers below this, and the differences of two of them, are exact as doubles also when they are doubled. */
export const LARGEST_UNITS = 2 ** 52;
const ZERO = 48;
const POINT = 46;

/**
 * A text of digits as a whole number of `10^-decimals`.
 * @returns −1 unless `unitsText` gives the very same text again: other decimals, zeros in front, too many digits.
 */
export function unitsOf(text: string, decimals: number): number {
  const size = text.length;
  const point = decimals === 0 ? size : size - 1 - decimals;
  if (point < 1 || (point > 1 && text.charCodeAt(0) === ZERO)) return -1;
  let units = 0;
  for (let index = 0; index < size; index += 1) {
    const code = text.charCodeAt(index);
    const digit = code - ZERO;
    if (index === point) {
      if (code !== POINT) return -1;
    } else if (digit >= 0 && digit <= 9) {
      units = units * 10 + digit;
    } else {
      return -1;
    }
  }
  return units < LARGEST_UNITS ? units : -1;
}

/** How many digits stand after the point. */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - 1 - point;
}
