import type { TradeColumns } from '../../src/report/report-data.js';
import { instant } from './format.js';

export interface TradeOrder {
  readonly by: Exclude<keyof TradeColumns, 'id' | 'slippage'>;
  readonly isDescending: boolean;
}

const TEXTS: ReadonlySet<TradeOrder['by']> = new Set<TradeOrder['by']>(['side', 'entryReason', 'exitReason']);

/** Rows of the trades that hold every word of `wanted`, in the order asked for; equal ones as they closed. */
export function sortedRows(trades: TradeColumns, { by, isDescending }: TradeOrder, wanted: string): number[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const rows: number[] = [];
  for (let row = 0; row < trades.id.length; row += 1) if (holds(trades, row, words)) rows.push(row);
  const column = trades[by];
  const way = isDescending ? -1 : 1;
  // Times are in order already, as trades are listed in order of closing.
  if (by === 'closedAt') return isDescending ? rows.toReversed() : rows;
  if (TEXTS.has(by)) return rows.toSorted((a, b) => way * String(column[a]).localeCompare(String(column[b])));
  const keys = Float64Array.from(column, Number);
  return rows.toSorted((a, b) => way * ((keys[a] ?? 0) - (keys[b] ?? 0)));
}

function holds(trades: TradeColumns, row: number, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { id, side, openedAt, closedAt, entryReason, exitReason } = trades;
  const text = [id[row], side[row], instant(openedAt[row]), instant(closedAt[row]), entryReason[row], exitReason[row]]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Trades and those that closed after them. */
export function joined(first: TradeColumns, next: TradeColumns): TradeColumns {
  return {
    id: [...first.id, ...next.id],
    side: [...first.side, ...next.side],
    quantity: [...first.quantity, ...next.quantity],
    openedAt: [...first.openedAt, ...next.openedAt],
    closedAt: [...first.closedAt, ...next.closedAt],
    entryPrice: [...first.entryPrice, ...next.entryPrice],
    exitPrice: [...first.exitPrice, ...next.exitPrice],
    fees: [...first.fees, ...next.fees],
    slippage: [...first.slippage, ...next.slippage],
    profit: [...first.profit, ...next.profit],
    profitPercent: [...first.profitPercent, ...next.profitPercent],
    entryReason: [...first.entryReason, ...next.entryReason],
    exitReason: [...first.exitReason, ...next.exitReason],
  };
}
