import { isoTime } from '@fathom/ledger';
import type { Entry } from './entries.js';

/** An entry as other programs read it: times in ISO 8601, amounts as exact texts, null where there is none. */
function plain(entry: Entry) {
  const { ledger, status, side, time, closedAt, quantity, filled, price, exitPrice, fees, profit } = entry;
  return {
    ledger,
    status,
    side,
    openedAt: isoTime(time),
    closedAt: closedAt === undefined ? null : isoTime(closedAt),
    quantity: quantity?.toString() ?? null,
    filled: filled?.toString() ?? null,
    price: price?.toString() ?? null,
    exitPrice: exitPrice?.toString() ?? null,
    fees: fees?.toString() ?? null,
    profit: profit?.toString() ?? null,
    reason: entry.reason,
    exitReason: entry.exitReason ?? null,
    entryOrder: entry.orderIds[0] ?? null,
    exitOrder: entry.orderIds[1] ?? null,
  };
}

export function entriesJson(entries: readonly Entry[]): string {
  return `${JSON.stringify(entries.map(plain), undefined, 2)}\n`;
}

const HEAD = [
  'ledger',
  'status',
  'side',
  'openedAt',
  'closedAt',
  'quantity',
  'filled',
  'price',
  'exitPrice',
  'fees',
  'profit',
  'reason',
  'exitReason',
  'entryOrder',
  'exitOrder',
] as const;

/** RFC 4180, with a head; what is null is empty. */
export function entriesCsv(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => {
    const row = plain(entry);
    return HEAD.map((name) => csvField(row[name] ?? '')).join(',');
  });
  return [HEAD.join(','), ...rows].map((line) => `${line}\r\n`).join('');
}

/** A spreadsheet takes a text that begins like a formula for one, so such a text gets an apostrophe; numbers stay numbers. */
function csvField(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
