import { profitDigits } from '@fathom/ledger';
import { type FittedColumn, fittedTable } from '@fathom/terminal';
import { NONE, shortTime } from '../text/format.js';
import type { Entry } from './entries.js';

interface Column extends FittedColumn {
  readonly cell: (entry: Entry) => string;
}

const LONGEST_REASON = 40;

/** Entries in columns; where `width` does not take all columns, the less important ones are left out. */
export function entryTable(entries: readonly Entry[], { quote, width }: { quote: string; width: number }): string {
  const isOfMany = new Set(entries.map(({ ledger }) => ledger)).size > 1;
  const columns = columnsFor(quote, isOfMany).filter(({ cell }) => entries.some((entry) => cell(entry) !== NONE));
  const rows = entries.map((entry) => columns.map(({ cell }) => cell(entry)));
  return fittedTable(columns, rows, width);
}

function columnsFor(quote: string, isOfMany: boolean): Column[] {
  const digits = profitDigits(quote);
  return [
    ...(isOfMany ? [{ title: 'Ledger', cell: ({ ledger }: Entry) => ledger, canShrink: { rank: 3, to: 14 } }] : []),
    { title: 'Opened', cell: ({ time }) => shortTime(time), isText: true },
    {
      title: 'Closed',
      cell: ({ closedAt }) => (closedAt === undefined ? NONE : shortTime(closedAt)),
      isText: true,
      canGo: 5,
    },
    { title: 'Status', cell: ({ status }) => status.toUpperCase(), isText: true },
    { title: 'Side', cell: ({ side }) => side, isText: true },
    { title: 'Quantity', cell: ({ quantity }) => quantity?.toString() ?? NONE, canGo: 1 },
    { title: 'Filled', cell: ({ filled }) => filled?.toString() ?? NONE },
    { title: 'Price', cell: ({ price }) => price?.round(8).toString() ?? NONE },
    { title: 'Exit', cell: ({ exitPrice }) => exitPrice?.round(8).toString() ?? NONE, canGo: 2 },
    { title: 'Fees', cell: ({ fees }) => fees?.toFixed(digits) ?? NONE, canGo: 7 },
    { title: 'P/L', cell: ({ profit }) => profit?.toFixed(digits) ?? NONE },
    { title: 'Why', cell: ({ reason }) => shortened(reason), isText: true, canGo: 6 },
    {
      title: 'Closed by',
      cell: ({ exitReason }) => (exitReason === undefined ? NONE : shortened(exitReason)),
      isText: true,
      canGo: 4,
    },
    { title: 'Order', cell: ({ orderIds }) => orderIds[0] ?? NONE, isText: true, canGo: 8 },
  ];
}

function shortened(text: string): string {
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON - 1)}…` : text;
}
