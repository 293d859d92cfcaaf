import { UsageError } from '@fathom/contracts';
import { colouredText, wantsColour } from '@fathom/notifications';
import type { Terminal } from '@fathom/terminal';
import type { Entry } from './entries.js';
import type { FilterFlags } from './filter.js';

/** @throws {UsageError} for a wish for what the log has no rows of. */
export function checkRows({ status, refused }: FilterFlags): void {
  const asked =
    refused === true ? '--refused' : status?.includes('refused') === true ? `--status ${status}` : undefined;
  if (asked !== undefined)
    throw new UsageError(`${asked} has no rows: what was refused is listed by --format table, csv or json`);
}

export function hasRow({ row }: Entry): boolean {
  return row !== undefined;
}

/** A row an entry, of each ledger in the order of the log: closed trades, open ones, entries that wait. */
export function rowsText(entries: readonly Entry[], out: Terminal): string {
  const isColoured = wantsColour(out);
  const ledgers = [...new Set(entries.map(({ ledger }) => ledger))];
  return entries
    .toSorted(
      (a, b) =>
        ledgers.indexOf(a.ledger) - ledgers.indexOf(b.ledger) ||
        rank(a) - rank(b) ||
        (a.closedAt ?? a.time) - (b.closedAt ?? b.time),
    )
    .flatMap(({ row }) => row?.() ?? [])
    .map(({ segments, text }) => `${isColoured ? colouredText(segments) : text}\n`)
    .join('');
}

function rank({ status }: Entry): number {
  if (status === 'closed') return 0;
  return status === 'open' || status === 'partial' ? 1 : 2;
}
