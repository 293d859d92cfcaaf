const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;

/** The powers of ten a double holds exactly. */
const POWER_OF_TEN = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** `scanRow` could not make sense of the row. */
export const MALFORMED = -1;

/**
 * Reads one row `time,number,number…` that starts at `start` into `fields`: the time first, turned from seconds
 * into milliseconds, then the numbers as `Number()` reads them. The row has as many columns as `fields` and ends
 * with a newline (or CR LF), which must be there: it is what stops the scan.
 *
 * The usual field (at most nine digits before and nine after the point, fifteen in all) is summed in integers and
 * divided once; dividing two exact doubles rounds correctly, so the result is Number()'s.
 *
 * @returns where the next row starts, or `MALFORMED`.
 */
export function scanRow(bytes: Buffer, start: number, fields: Float64Array): number {
  let at = scanTime(bytes, start, fields);
  if (at < 0) return MALFORMED;
  const last = fields.length - 1;
  for (let field = 1; field <= last; field++) {
    if (bytes[at] !== COMMA) return MALFORMED;
    const from = ++at;
    let whole = 0;
    let digit = (bytes[at] ?? 0) - ZERO;
    // Read unsigned, what comes before the digits is above them: one comparison for both ends.
    while (digit >>> 0 <= 9) {
      whole = (Math.imul(whole, 10) + digit) | 0;
      digit = (bytes[++at] ?? 0) - ZERO;
    }
    const wholeDigits = at - from;
    let value = whole;
    let decimals = 0;
    if (digit === POINT - ZERO) {
      const point = at;
      let fraction = 0;
      digit = (bytes[++at] ?? 0) - ZERO;
      while (digit >>> 0 <= 9) {
        fraction = (Math.imul(fraction, 10) + digit) | 0;
        digit = (bytes[++at] ?? 0) - ZERO;
      }
      decimals = at - point - 1;
      const power = POWER_OF_TEN[decimals] ?? Number.NaN;
      value = (whole * power + fraction) / power;
    }
    const isUsual = wholeDigits >= 1 && wholeDigits <= 9 && decimals <= 9 && wholeDigits + decimals <= 15;
    if (!isUsual || (digit !== COMMA - ZERO && digit !== NEWLINE - ZERO && digit !== CARRIAGE_RETURN - ZERO)) {
      at = fieldEnd(bytes, from);
      value = readDecimal(bytes, from, at);
      if (!(value - value === 0)) return MALFORMED; // NaN and infinities
    }
    fields[field] = value;
  }
  if (bytes[at] === CARRIAGE_RETURN) at++;
  return bytes[at] === NEWLINE ? at + 1 : MALFORMED;
}

/** Seconds since 1970, possibly with a fraction, into `fields[0]` in milliseconds; returns where the field ends. */
function scanTime(bytes: Buffer, start: number, fields: Float64Array): number {
  let at = start;
  let whole = 0;
  let digit = (bytes[at] ?? 0) - ZERO;
  const first = digit;
  while (digit >>> 0 <= 9) {
    whole = (Math.imul(whole, 10) + digit) | 0;
    digit = (bytes[++at] ?? 0) - ZERO;
  }
  // Ten digits below 4,000,000,000 fit 32 bits, so the wrapped sum read unsigned is exact.
  if (digit === COMMA - ZERO && at - start === 10 && first <= 3) {
    fields[0] = (whole >>> 0) * 1000;
    return at;
  }
  return scanUnusualTime(bytes, start, fields);
}

function scanUnusualTime(bytes: Buffer, start: number, fields: Float64Array): number {
  let at = start;
  let seconds = 0;
  let fraction = 0;
  let decimals = 0;
  for (; isDigit(bytes[at] ?? 0); at++) seconds = seconds * 10 + (bytes[at] ?? Number.NaN) - ZERO;
  if (at === start || at - start > 15) return MALFORMED;
  if (bytes[at] === POINT) {
    const point = at++;
    for (; isDigit(bytes[at] ?? 0); at++) fraction = fraction * 10 + (bytes[at] ?? Number.NaN) - ZERO;
    decimals = at - point - 1;
    if (decimals > 15) return MALFORMED;
  }
  // Seconds and fraction apart keep the microseconds that one long mantissa would round away.
  fields[0] = seconds * 1000 + (fraction * 1000) / (POWER_OF_TEN[decimals] ?? Number.NaN);
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

function fieldEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] !== COMMA && bytes[at] !== NEWLINE && bytes[at] !== CARRIAGE_RETURN) at++;
  return at;
}

/** Any decimal as `Number()` reads it, NaN for what is none (hexadecimal, blanks and words included). */
function readDecimal(bytes: Buffer, from: number, end: number): number {
  let mantissa = 0;
  let decimals = -1;
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      if (decimals >= 0) decimals++;
    } else if (digit === POINT - ZERO && decimals < 0) decimals = 0;
    else return readAnyDecimal(bytes.toString('latin1', from, end));
  }
  // Up to 2^53 the mantissa is exact; beyond, and for a field without digits, text decides.
  if (mantissa < 2 ** 53 && decimals <= 22 && end - from > 1)
    return mantissa / (POWER_OF_TEN[Math.max(decimals, 0)] ?? Number.NaN);
  return readAnyDecimal(bytes.toString('latin1', from, end));
}

function readAnyDecimal(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
