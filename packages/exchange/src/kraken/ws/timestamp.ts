const DAY_MS = 86_400_000;
const ZERO = 48;
const DASH = 45;
const COLON = 58;
const POINT = 46;
const LETTER_T = 84;
const LETTER_Z = 90;

let lastDay = -1;
let lastDayStart = Number.NaN;

/**
 * `2026-08-02T03:35:51.302928Z` as milliseconds since 1970 UTC; microseconds are kept as a fraction.
 * @returns undefined for anything else. Zero to nine digits after the second's point are read.
 */
export function parseTimestamp(text: string): number | undefined {
  const size = text.length;
  if (size < 20 || size > 30 || !hasSeparators(text)) return undefined;
  const day = number(text, 0, 4) * 10_000 + number(text, 5, 7) * 100 + number(text, 8, 10);
  // Frames of one day follow each other.
  if (day !== lastDay) {
    lastDay = day;
    lastDayStart = dayStart(text.slice(0, 10));
  }
  const seconds = number(text, 11, 13) * 3600 + number(text, 14, 16) * 60 + number(text, 17, 19);
  const fractionMs = size === 20 ? 0 : (number(text, 20, size - 1) * 1000) / 10 ** (size - 21);
  const time = lastDayStart + seconds * 1000 + fractionMs;
  return time < lastDayStart + DAY_MS ? time : undefined;
}

function hasSeparators(text: string): boolean {
  const size = text.length;
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === LETTER_T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    (size === 20 || text.charCodeAt(19) === POINT) &&
    text.charCodeAt(size - 1) === LETTER_Z
  );
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

function dayStart(date: string): number {
  return /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
}
