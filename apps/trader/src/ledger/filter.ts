import { UsageError } from '@fathom/contracts';
import { oneOf } from '../options/one-of.js';
import { timeOption } from '@fathom/terminal';
import { type Entry, type EntryStatus, STATUSES } from './entries.js';

/** What to list, as commander hands it over. */
export interface FilterFlags {
  /** One or more of `STATUSES`, with commas between them. */
  readonly status?: string;
  readonly side?: string;
  /** Part of the reason of an entry or an exit, in either case. */
  readonly reason?: string;
  readonly since?: string;
  readonly until?: string;
  /** Only the newest so many. */
  readonly last?: string;
  /** What was refused; it is left out otherwise. */
  readonly refused?: boolean;
}

/** @throws {UsageError} for a filter that is none. */
export function entryFilter(flags: FilterFlags): (entries: readonly Entry[]) => Entry[] {
  const statuses = wantedStatuses(flags);
  const side = flags.side === undefined ? undefined : oneOf('--side', flags.side, ['long', 'short']);
  const since = flags.since === undefined ? Number.NEGATIVE_INFINITY : timeOption('--since', flags.since);
  const until = flags.until === undefined ? Number.POSITIVE_INFINITY : timeOption('--until', flags.until);
  if (since >= until) throw new UsageError(`--since ${flags.since} is not before --until ${flags.until}`);
  const newest = newestOf(flags);
  const reason = flags.reason?.toLowerCase();
  return (entries) => {
    const wanted = entries.filter(
      (entry) =>
        statuses.has(entry.status) &&
        (side === undefined || entry.side === side) &&
        (entry.closedAt ?? entry.time) >= since &&
        entry.time < until &&
        (reason === undefined || `${entry.reason} ${entry.exitReason ?? ''}`.toLowerCase().includes(reason)),
    );
    return newest(wanted);
  };
}

/** Keeps the last so many of a list, as `--last` says; all without it. */
export function newestOf({ last }: Pick<FilterFlags, 'last'>): <Item>(all: readonly Item[]) => Item[] {
  const count = last === undefined ? undefined : wholeNumber('--last', last);
  return (all) => (count === undefined ? [...all] : all.slice(-count));
}

function wantedStatuses({ status, refused }: FilterFlags): ReadonlySet<EntryStatus> {
  if (status !== undefined && refused === true)
    throw new UsageError(`--refused and --status ${status} exclude each other`);
  if (refused === true) return new Set(['refused']);
  if (status !== undefined) return new Set(status.split(',').map((word) => oneOf('--status', word.trim(), STATUSES)));
  return new Set(STATUSES.filter((word) => word !== 'refused'));
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new UsageError(`${flag} ${text} is not a whole number from 1`);
  return value;
}
