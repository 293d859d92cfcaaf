import { MALFORMED, scanRow } from './scan-row.js';

/** What a file of rows is called and which columns it has. */
export interface RowShape {
  readonly what: string;
  readonly columns: readonly string[];
}

export const CANDLE_SHAPE: RowShape = {
  what: 'candles',
  columns: ['time', 'open', 'high', 'low', 'close', 'volume', 'trades'],
};
export const MARKET_TRADE_SHAPE: RowShape = { what: 'market trades', columns: ['time', 'price', 'volume'] };

/** Text from a file, safe inside a one-line message: quoted, shortened. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}

/** Why a row could not be read, without its file and number; only called for rows that could not. */
export function explainRow(text: string, row: number, shape: RowShape): string {
  const line = text.replace(/\r?\n?$/, '');
  const { columns } = shape;
  const cells = line.split(',');
  if (line.trim() === '') return 'is blank';
  if (
    row === 1 &&
    cells.length > 1 &&
    cells.every((cell) => /^[^\d]*[a-z]/i.test(cell) && Number.isNaN(Number(cell)))
  ) {
    return `is a header, ${quote(line)}; Kraken's files have none: remove it`;
  }
  if (cells.length !== columns.length) {
    return `has ${cells.length} ${cells.length === 1 ? 'column' : 'columns'} instead of ${columns.length} (${columns.join(',')}): ${quote(line)}`;
  }
  for (const [index, cell] of cells.entries()) {
    const column = columns[index] ?? '';
    if (index === 0 && !isReadable(`${cell},0`)) return `has time ${quote(cell)}, which is not seconds since 1970`;
    if (index > 0 && !isReadable(`0,${cell}`)) return `has ${column} ${quote(cell)}, which is not a number`;
  }
  return `cannot be read: ${quote(line)}`;
}

/** Asks the scanner itself, so the explanation never disagrees with what was refused. */
function isReadable(pair: string): boolean {
  return scanRow(Buffer.from(`${pair}\n`), 0, new Float64Array(2)) !== MALFORMED;
}
