import { UsageError } from '@fathom/contracts';

/** A day, or a day and a time, in ISO 8601; without a zone it is UTC. */
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * An instant of the command line, as milliseconds since 1970 UTC: unix seconds, `2022-01-31`, or
 * `2022-01-31T14:00` with an optional zone.
 * @throws {UsageError} naming the flag and the value.
 */
export function timeOption(flag: string, text: string): number {
  if (/^\d{1,11}(\.\d{1,3})?$/.test(text)) return Math.round(Number(text) * 1000);
  const match = ISO.exec(text);
  if (match) {
    const hasZone = match[8] !== undefined;
    const iso = text.replace(' ', 'T') + (text.length > 10 && !hasZone ? 'Z' : '');
    const time = Date.parse(iso);
    // Date rolls 31 February over into March; what was written must come back.
    if (Number.isFinite(time) && isRealDay(match)) return time;
  }
  throw new UsageError(
    `${flag} ${text} is not a time: give unix seconds or a date such as 2022-01-31 or 2022-01-31T14:00`,
  );
}

function isRealDay([, year, month, day]: RegExpExecArray): boolean {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
}
