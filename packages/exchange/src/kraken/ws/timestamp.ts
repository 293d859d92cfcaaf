const MINUTE_MS = 60_000;
const ZERO = 48;
const COLON = 58;
const POINT = 46;
const LETTER_Z = 90;
/** Up to the minute: `2026-08-02T03:35`. */
const MINUTE_SIZE = 16;
const MINUTE = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d$/;

let lastMinute = '';
let lastMinuteStart = Number.NaN;

/**
 * `2026-08-02T03:35:51.302928Z` as milliseconds since 1970 UTC; microseconds are kept as a fraction.
 * @returns undefined for anything else. Zero to nine digits after the second's point are read.
 */
export function parseTimestamp(text: string): number | undefined {
  return timestampAt(text, 0, text.length);
}

/** The same of a part of `text`, without taking it out. */
export function timestampAt(text: string, start: number, end: number): number | undefined {
  const size = end - start;
  if (size < 20 || size > 30 || text.charCodeAt(end - 1) !== LETTER_Z) return undefined;
  if (text.charCodeAt(start + MINUTE_SIZE) !== COLON) return undefined;
  // Frames of one minute follow each other.
  if (!text.startsWith(lastMinute, start) || lastMinute === '') {
    const minute = text.slice(start, start + MINUTE_SIZE);
    if (!MINUTE.test(minute)) return undefined;
    lastMinute = minute;
    lastMinuteStart = Date.parse(`${minute}:00Z`);
  }
  const seconds = number(text, start + 17, start + 19);
  let fractionMs = 0;
  if (size > 20) {
    if (text.charCodeAt(start + 19) !== POINT) return undefined;
    fractionMs = (number(text, start + 20, end - 1) * 1000) / 10 ** (size - 21);
  }
  const ms = seconds * 1000 + fractionMs;
  const time = lastMinuteStart + ms;
  return ms < MINUTE_MS && !Number.isNaN(time) ? time : undefined;
}

/** Digits from `start` to before `end`; NaN when there is anything else. */
function number(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
