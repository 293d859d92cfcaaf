import { Decimal } from '@fathom/contracts';
import { isoTime } from '@fathom/ledger';

/** What stands where a figure is not defined. */
export const NONE = '-';

/** `2021-01-31 14:00`, UTC. */
export function shortTime(time: number | string): string {
  const iso = typeof time === 'number' ? isoTime(time) : time;
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

/** Money with two digits, or as many as show three figures of a small amount: `12.35`, `0.00123`. */
export function money(amount: string | null): string {
  if (amount === null) return NONE;
  const value = Decimal.parse(amount);
  const size = Math.abs(value.toNumber());
  const digits = size === 0 || size >= 1 ? 2 : Math.min(2 - Math.floor(Math.log10(size)), 10);
  return value.toFixed(digits);
}

/** `2.50 %`. */
export function percent(value: number | null): string {
  return value === null ? NONE : `${fixed(value)} %`;
}

/** A ratio, two digits. */
export function ratio(value: number | null): string {
  return value === null ? NONE : fixed(value);
}

/** Never `-0.00`. */
function fixed(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

const two = (value: number) => String(value).padStart(2, '0');

/** `1 gap`, `3 gaps`; `noun` takes an s. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `3d 04:05`. */
export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return NONE;
  const minutes = Math.round(milliseconds / 60_000);
  const clock = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  const days = Math.floor(minutes / 1440);
  return days > 0 ? `${days}d ${clock}` : clock;
}
