import type { Arguments } from '../arguments.js';
import { invalid, Refusal } from '../refusal.js';
import { parseTimestamp } from '../timestamp.js';

interface Moment {
  readonly now: number;
  readonly skewMs: number;
}

/** A deadline may lie this far ahead (docs.kraken.com, "Add Order"). */
const FARTHEST_DEADLINE_MS = 60_000;
const SOONEST_EXPIRY_MS = 5000;

/**
 * `deadline`, RFC 3339 by the clock that customers see, in milliseconds since 1970 UTC by the exchange's own.
 */
export function readDeadline(args: Arguments, { now, skewMs }: Moment): number | undefined {
  const text = args.text('deadline');
  if (text === undefined) return undefined;
  const shown = parseTimestamp(text);
  if (shown === undefined) throw invalid('deadline');
  const deadline = shown - skewMs;
  if (deadline > now + FARTHEST_DEADLINE_MS) throw invalid('deadline');
  if (deadline <= now) throw new Refusal('EService:Deadline elapsed');
  return deadline;
}

/** `starttm`: 0 for now, `+n` seconds from now, else a unix time. */
export function readStart(args: Arguments, now: number): number | undefined {
  const time = readTime(args, 'starttm', now);
  return time === undefined || time <= now ? undefined : time;
}

/** `expiretm`: 0 for never, `+n` seconds from now, 5 at least, else a unix time. */
export function readExpiry(args: Arguments, now: number): number | undefined {
  const time = readTime(args, 'expiretm', now);
  if (time === undefined) return undefined;
  const isRelative = args.text('expiretm')?.startsWith('+') ?? false;
  if (time <= now || (isRelative && time < now + SOONEST_EXPIRY_MS)) throw invalid('expiretm');
  return time;
}

function readTime(args: Arguments, name: string, now: number): number | undefined {
  const text = args.text(name);
  if (text === undefined || text === '0' || text === '+0') return undefined;
  if (!/^\+?\d+(\.\d+)?$/.test(text)) throw invalid(name);
  return text.startsWith('+') ? now + Number(text) * 1000 : Number(text) * 1000;
}
