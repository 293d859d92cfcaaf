// Text as people read it: the sign in front, thousands apart by a narrow no-break space, UTC always.

const THIN = '\u202f';
export const NONE = '–';

/** Puts narrow no-break spaces between thousands of a plain decimal text; digits are left as they are. */
function grouped(text: string): string {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  if (whole === '') return text;
  return `${sign === '-' ? '−' : ''}${whole.replaceAll(/\B(?=(\d{3})+$)/g, THIN)}${rest}`;
}

/** An amount of money from its exact text, cut to `digits` after the point, rounded half up for display. */
export function money(text: string | null | undefined, digits = 2): string {
  if (text === null || text === undefined) return NONE;
  const value = Number(text);
  // A small amount keeps what makes it one.
  const shown = Math.abs(value) > 0 && Math.abs(value) < 1 ? Math.max(digits, 4) : digits;
  return grouped(value.toFixed(shown));
}

export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : `${grouped(value.toFixed(2))}${THIN}%`;
}

export function ratio(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : grouped(value.toFixed(2));
}

/** `2021-01-04 21:00`, UTC. */
export function instant(time: number | string | null | undefined): string {
  if (time === null || time === undefined) return NONE;
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

/** `3 d 04:05`, hours and minutes. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return NONE;
  const minutes = Math.round(ms / 60_000);
  const days = Math.floor(minutes / 1440);
  return `${days > 0 ? `${days}${THIN}d ` : ''}${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** `up`, `down` or nothing: the class that colours a result. The sign is always there too. */
export function tone(value: string | number | null | undefined): 'up' | 'down' | undefined {
  const number = Number(value ?? 0);
  if (number > 0) return 'up';
  return number < 0 ? 'down' : undefined;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
