const DAY_MS = 86_400_000;

/** `2024-05-20T11:08:49.272922Z`: RFC 3339 with microseconds. `time` in milliseconds since 1970 UTC. */
export function timestamp(time: number): string {
  return withFraction(time, 6);
}

/** `2024-05-17T11:12:00.000000000Z`, as `interval_begin` is written. */
export function nanosecondTimestamp(time: number): string {
  return withFraction(time, 9);
}

/** `2024-05-19T19:22:20Z`. */
export function secondTimestamp(time: number): string {
  return withFraction(Math.floor(time / 1000) * 1000, 0);
}

/**
 * Milliseconds since 1970 UTC of an RFC 3339 text in UTC, fractions carrying microseconds.
 * @returns undefined when it is none.
 */
export function readTimestamp(text: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)$/.exec(text);
  const seconds = Date.parse(`${match?.[1]?.replace(' ', 'T')}Z`);
  if (match === null || Number.isNaN(seconds)) return undefined;
  return seconds + Math.floor(Number((match[2] ?? '').padEnd(9, '0')) / 1000) / 1000;
}

let lastDay = Number.NaN;
let lastDayText = '';

function withFraction(time: number, places: number): string {
  const micros = Math.round(time * 1000);
  const ms = Math.floor(micros / 1000);
  const day = Math.floor(ms / DAY_MS);
  if (day !== lastDay) {
    lastDay = day;
    lastDayText = new Date(day * DAY_MS).toISOString().slice(0, 11);
  }
  const ofDay = ms - day * DAY_MS;
  const clock = `${two(Math.floor(ofDay / 3_600_000))}:${two(Math.floor(ofDay / 60_000) % 60)}:${two(Math.floor(ofDay / 1000) % 60)}`;
  if (places === 0) return `${lastDayText}${clock}Z`;
  const fraction = String((ofDay % 1000) * 1000 + (micros - ms * 1000)).padStart(6, '0');
  return `${lastDayText}${clock}.${fraction.padEnd(places, '0')}Z`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
