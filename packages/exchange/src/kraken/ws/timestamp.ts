const ZERO = 48;
const COLON = 58;
const POINT = 46;
const LETTER_Z = 90;
/** Up to the minute: `2026-08-02T03:35`. */
const MINUTE_SIZE = 16;
const MINUTE = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Of a second's fraction: exact as doubles. */
const POWERS = Float64Array.from({ length: 10 }, (_, digits) => Number(`1e${digits}`));

/** The minute that was read last, and when it begins. */
const lastMinute = new Uint8Array(MINUTE_SIZE);
let lastMinuteStart = Number.NaN;

/**
 * `2026-08-02T03:35:51.302928Z` as milliseconds since 1970 UTC; microseconds are kept as a fraction.
 * @returns undefined for anything else. Zero to nine digits after the second's point are read.
 */
export function parseTimestamp(text: string): number | undefined {
  const bytes = Buffer.from(text);
  return timestampAt(bytes, 0, bytes.length);
}

/** The same of bytes of a text. */
export function timestampAt(bytes: Buffer, start: number, end: number): number | undefined {
  const size = end - start;
  if (size < 20 || size > 30 || bytes[end - 1] !== LETTER_Z) return undefined;
  if (bytes[start + MINUTE_SIZE] !== COLON) return undefined;
  // Frames of one minute follow each other.
  if (!isLastMinute(bytes, start)) {
    const minute = bytes.toString('latin1', start, start + MINUTE_SIZE);
    if (!MINUTE.test(minute)) return undefined;
    lastMinute.set(bytes.subarray(start, start + MINUTE_SIZE));
    lastMinuteStart = Date.parse(`${minute}:00Z`);
  }
  const seconds = wholeNumber(bytes, start + 17, start + 19);
  let fraction = 0;
  if (size > 20) {
    if (bytes[start + 19] !== POINT) return undefined;
    fraction = wholeNumber(bytes, start + 20, end - 1);
  }
  if (seconds < 0 || seconds > 59 || fraction < 0 || Number.isNaN(lastMinuteStart)) return undefined;
  return lastMinuteStart + (seconds * 1000 + (fraction * 1000) / (POWERS[size - 21] ?? 1));
}

function isLastMinute(bytes: Buffer, start: number): boolean {
  // What changes most often stands last.
  for (let index = MINUTE_SIZE - 1; index >= 0; index -= 1) {
    if (bytes[start + index] !== lastMinute[index]) return false;
  }
  return true;
}

/** Of digits from `start` to before `end`, nine at most; −1 when there is anything else. */
function wholeNumber(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = (bytes[index] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    // Arithmetic of 32 bits is several times as fast.
    value = (Math.imul(value, 10) + digit) | 0;
  }
  return value;
}
