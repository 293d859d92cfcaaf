import { UsageError } from '@fathom/contracts';

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** `90`, `90s`, `15m`, `1h`, `2d` as milliseconds. @throws {UsageError} for anything else, naming the `option`. */
export function durationMs(text: string, option: string): number {
  const [, digits = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS_MS.get(unit) ?? Number.NaN);
  if (digits === '' || !(ms > 0)) throw new UsageError(`${option} ${text} is not a time like 90s, 15m, 1h or 2d`);
  return ms;
}

/** `0.3 s`, `12 s`, `4:05`, `2d 04:05`. */
export function shortDuration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, (seconds / 60) % 60];
  if (days > 0) return `${days}d ${two(hours)}:${two(minutes)}`;
  const tail = `${two(minutes)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
