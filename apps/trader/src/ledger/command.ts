import { resolve } from 'node:path';
import { DataError, Decimal, UsageError } from '@fathom/contracts';
import { botId } from '@fathom/notifications';
import { definitionList, type FittedColumn, fittedTable, lineWidth } from '@fathom/terminal';
import type { Io } from '../io.js';
import { oneOf } from '../options/one-of.js';
import { money, NONE, shortTime } from '../text/format.js';
import { type Entry, entriesOf } from './entries.js';
import { entryTable } from './entry-table.js';
import { eventChoice, eventsText } from './event-lines.js';
import { entriesCsv, entriesJson } from './export.js';
import { entryFilter, type FilterFlags } from './filter.js';
import { ledgerNames, type LedgerView, readLedger } from './ledger-view.js';
import { checkRows, hasRow, rowsText } from './row-lines.js';

export interface LedgerFlags extends FilterFlags {
  readonly folder: string;
  /** A bot's name. */
  readonly bot?: string;
  readonly format: string;
}

const FORMATS = ['table', 'rows', 'csv', 'json', 'events'] as const;

/** `trader ledger [name]`: what ledgers on disk hold; of many without a name or a filter, which there are. */
export async function showLedger(name: string | undefined, flags: LedgerFlags, io: Io): Promise<void> {
  const format = oneOf('--format', flags.format, FORMATS);
  const filter = entryFilter(flags);
  const choice = format === 'events' ? eventChoice(flags) : undefined;
  if (format === 'rows') checkRows(flags);
  const views = await chosenLedgers(name, flags, io);
  const { status, side, reason, since, until, last, refused, bot } = flags;
  const isFiltered = [name, status, side, reason, since, until, last, refused, bot].some((flag) => flag !== undefined);
  if (views.length > 1 && !isFiltered && format === 'table') showSummaries(views, io);
  else if (choice !== undefined) for (const text of eventsText(views, choice)) io.out.write(text);
  else if (format === 'rows') io.out.write(rowsText(filter(views.flatMap(entriesOf).filter(hasRow)), io.out));
  else if (format === 'csv') io.out.write(entriesCsv(filter(views.flatMap(entriesOf))));
  else if (format === 'json') io.out.write(entriesJson(filter(views.flatMap(entriesOf))));
  else io.out.write(ledgerText(views, { width: lineWidth(io.out), filter }));
}

/**
 * The ledgers meant by a name of a ledger (`197-paper`) or of a bot (`Localbot`), or all of the folder.
 * @throws {DataError} when there are none at all.
 * @throws {UsageError} when none is of that name.
 */
export async function chosenLedgers(
  name: string | undefined,
  { folder: given, bot }: Pick<LedgerFlags, 'folder' | 'bot'>,
  { cwd }: Io,
): Promise<LedgerView[]> {
  const folder = resolve(cwd, given);
  const names = ledgerNames(folder);
  if (names.length === 0) throw new DataError(`there are no ledgers in ${folder}: a bot that trades makes one`);
  const chosen = names.filter((one) => [name, bot].every((wanted) => wanted === undefined || isOf(one, wanted)));
  if (chosen.length === 0) {
    throw new UsageError(
      `there is no ledger of ${[name, bot].filter(Boolean).join(', ')}: there are ${names.join(', ')}`,
    );
  }
  return Promise.all(chosen.map((one) => readLedger(folder, one)));
}

/** By its own name, or its bot's. */
function isOf(ledger: string, wanted: string): boolean {
  return ledger === wanted || ledger.startsWith(`${botId(wanted)}-`);
}

const SUMMARY: readonly FittedColumn[] = [
  // Its whole name is what other commands are given.
  { title: 'Ledger', canShrink: { rank: 1, to: 24 } },
  { title: 'Pair', isText: true, canGo: 2 },
  { title: 'From', isText: true, canGo: 3 },
  { title: 'To', isText: true },
  { title: 'Closed' },
  { title: 'Open' },
  { title: 'Orders', canGo: 4 },
  { title: 'Profit' },
];

function showSummaries(views: readonly LedgerView[], io: Io): void {
  const rows = views.map(({ name, opened, ledger, events, quote }) => [
    name,
    opened.pair,
    shortTime(opened.time),
    shortTime(events.at(-1)?.event.time ?? opened.time),
    String(ledger.closed.length),
    String(ledger.open.length),
    String(ledger.activeOrders().length),
    `${money(profitOf(ledger.closed).toString())} ${quote}`,
  ]);
  io.out.write(fittedTable(SUMMARY, rows, lineWidth(io.out)));
}

/** What was not entered, and why, in full. */
function refusalRow({ time, side, price, reason }: Entry): readonly [string, string] {
  return [`${shortTime(time)} ${side} @ ${price?.toString() ?? NONE}`, reason];
}

function isOrder({ status }: Entry): boolean {
  return status === 'unknown' || status === 'pending';
}

/** Ledgers in columns, what is not settled on top, and how they stand. */
export function ledgerText(
  views: readonly LedgerView[],
  { width, filter = entryFilter({}) }: { width: number; filter?: ReturnType<typeof entryFilter> },
): string {
  const quote = views[0]?.quote ?? '';
  const entries = filter(views.flatMap(entriesOf));
  const parts = [
    ['ORDERS NOT FINAL', entries.filter(isOrder)],
    ['TRADES', entries.filter((entry) => !isOrder(entry) && entry.status !== 'refused')],
    ['REFUSED', entries.filter(({ status }) => status === 'refused')],
  ] as const;
  let all = '';
  for (const [title, part] of parts) {
    if (part.length === 0) continue;
    const text = title === 'REFUSED' ? definitionList(part.map(refusalRow), width) : entryTable(part, { quote, width });
    all += `${title}\n${text}\n`;
  }
  for (const view of views) all += `${views.length > 1 ? `${view.name}\n` : ''}${sumLines(view)}`;
  return all;
}

/** How a ledger stands. */
function sumLines({ ledger, quote, base }: LedgerView): string {
  const { closed, open } = ledger;
  const profit = `${money(profitOf(closed).toString())} ${quote}`;
  return (
    `${closed.length} trades closed, ${open.length} open, ${ledger.activeOrders().length} orders not final; profit ${profit}\n` +
    `${ledger.cash.toString()} ${quote} and ${ledger.holding.toString()} ${base}\n` +
    leftOverLines(ledger, base)
  );
}

/** What trades were closed without, counted in their profits at the price of then: too little, or not there any more. */
function leftOverLines({ leftOvers }: LedgerView['ledger'], base: string): string {
  const lines = [
    ['below-minimum', 'left over, below the minimum'],
    ['not-held', 'not there any more, given back by stray fills'],
  ] as const;
  return lines
    .map(([why, words]) => {
      const some = leftOvers.filter(({ event }) => event.why === why);
      const quantity = some.reduce((sum, { event }) => sum.plus(event.quantity), Decimal.ZERO);
      return some.length === 0 ? '' : `${quantity.toString()} ${base} of ${some.length} of the trades ${words}\n`;
    })
    .join('');
}

function profitOf(closed: LedgerView['ledger']['closed']): Decimal {
  return [...closed].reduce((sum, { profit }) => sum.plus(profit), Decimal.ZERO);
}
