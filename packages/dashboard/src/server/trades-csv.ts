import { Readable } from 'node:stream';
import type { BotSource } from '../live/sources.js';

const COLUMNS = [
  'id',
  'side',
  'quantity',
  'openedAt',
  'closedAt',
  'entryPrice',
  'exitPrice',
  'fees',
  'slippage',
  'profit',
  'profitPercent',
  'entryReason',
  'exitReason',
] as const;

/** Closed trades as CSV (RFC 4180), times ISO 8601 in UTC; written as fast as it is read. */
export function tradesCsv(source: BotSource, step: number): Readable {
  return Readable.from(lines(source, step));
}

async function* lines(source: BotSource, step: number): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (let from = 0; ; from += step) {
    const { trades, total } = source.trades(from, step);
    let text = '';
    for (let row = 0; row < trades.id.length; row += 1) {
      text += `${COLUMNS.map((name) => cell(name.endsWith('At') ? iso(Number(trades[name][row])) : String(trades[name][row]))).join(',')}\r\n`;
    }
    yield text;
    if (from + step >= total) return;
    // Somebody who saves a hundred thousand trades must not keep an order waiting.
    await new Promise<void>((done) => setImmediate(done));
  }
}

/** Quoted where it must be; what a spreadsheet would take for a formula is marked as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
