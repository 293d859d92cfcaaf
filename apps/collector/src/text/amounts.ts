/** What stands where there is no figure. */
export const NONE = '-';

/** `1,234,567`. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 part`, `2 parts`. */
export function many(value: number, what: string): string {
  return `${count(value)} ${what}${value === 1 ? '' : 's'}`;
}

/** Of something a second: `9.8`, `12,345`. */
export function rate(value: number): string {
  return value < 1000 ? value.toFixed(1) : count(value);
}

/** `512 B`, `3.4 MB`, `120 GB`: powers of 1000. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [size, unit] = [value, 0];
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${size >= 100 || unit === 0 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** A share in percent with two digits, cut and not rounded, so that `100.00 %` means all of it. */
export function share(part: number, whole: number): string {
  if (whole === 0) return NONE;
  return `${(Math.floor((part / whole) * 10_000) / 100).toFixed(2)} %`;
}

/** `2026-11-29 11:05:09`, UTC. */
export function utc(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
