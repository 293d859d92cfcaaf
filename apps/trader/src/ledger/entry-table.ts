import { profitDigits } from '@fathom/ledger';
import { table } from '@fathom/terminal';
import { NONE, shortTime } from '../text/format.js';
import type { Entry } from './entries.js';

interface Column {
  readonly title: string;
  readonly cell: (entry: Entry) => string;
  readonly isText?: boolean;
  /** Left out first where the line is too long: the highest. */
  readonly canGo?: number;
}

const LONGEST_REASON = 40;

/** Entries in columns; where `width` does not take all columns, the less important ones are left out. */
export function entryTable(entries: readonly Entry[], { quote, width }: { quote: string; width: number }): string {
  const isOfMany = new Set(entries.map(({ ledger }) => ledger)).size > 1;
  let columns = columnsFor(quote, isOfMany).filter(({ cell }) => entries.some((entry) => cell(entry) !== NONE));
  for (;;) {
    const text = render(columns, entries);
    const tooLong = text.split('\n').some((line) => line.length > width);
    const leastWanted = Math.max(...columns.map(({ canGo = 0 }) => canGo));
    if (!tooLong || leastWanted === 0) return text;
    columns = columns.filter(({ canGo }) => canGo !== leastWanted);
  }
}

function columnsFor(quote: string, isOfMany: boolean): Column[] {
  const digits = profitDigits(quote);
  return [
    ...(isOfMany ? [{ title: 'Ledger', cell: ({ ledger }: Entry) => ledger, isText: true }] : []),
    { title: 'Opened', cell: ({ time }) => shortTime(time), isText: true },
    {
      title: 'Closed',
      cell: ({ closedAt }) => (closedAt === undefined ? NONE : shortTime(closedAt)),
      isText: true,
      canGo: 2,
    },
    { title: 'Status', cell: ({ status }) => status.toUpperCase(), isText: true },
    { title: 'Side', cell: ({ side }) => side, isText: true },
    { title: 'Quantity', cell: ({ quantity }) => quantity?.toString() ?? NONE },
    { title: 'Filled', cell: ({ filled }) => filled?.toString() ?? NONE },
    { title: 'Price', cell: ({ price }) => price?.round(8).toString() ?? NONE },
    { title: 'Exit', cell: ({ exitPrice }) => exitPrice?.round(8).toString() ?? NONE },
    { title: 'Fees', cell: ({ fees }) => fees?.toFixed(digits) ?? NONE, canGo: 4 },
    { title: 'P/L', cell: ({ profit }) => profit?.toFixed(digits) ?? NONE },
    { title: 'Why', cell: ({ reason }) => shortened(reason), isText: true, canGo: 3 },
    {
      title: 'Closed by',
      cell: ({ exitReason }) => (exitReason === undefined ? NONE : shortened(exitReason)),
      isText: true,
      canGo: 1,
    },
    { title: 'Order', cell: ({ orderIds }) => orderIds[0] ?? NONE, isText: true, canGo: 5 },
  ];
}

function render(columns: readonly Column[], entries: readonly Entry[]): string {
  return table(
    columns.map(({ title }) => title),
    entries.map((entry) => columns.map(({ cell }) => cell(entry))),
    columns.flatMap(({ title, isText }) => (isText === true ? [title] : [])),
  );
}

function shortened(text: string): string {
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON - 1)}…` : text;
}
