import { basename } from 'node:path';

const NAME = /^(\d{16})\.segment$/;

/** A segment's file name: when it begins, microseconds since 1970 UTC; later than `before`, whatever the clock says. */
export function segmentName(us: number, before?: string): string {
  const last = before === undefined ? 0 : (segmentStart(basename(before)) ?? 0);
  return `${String(Math.max(us, last + 1)).padStart(16, '0')}.segment`;
}

/** What a segment's name says; undefined for the name of anything else. */
export function segmentStart(name: string): number | undefined {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
