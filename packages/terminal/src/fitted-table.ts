import { table, wrap } from './table.js';

/** A column, and what becomes of it where a line is too long; what has the highest number goes or shrinks first. */
export interface FittedColumn {
  readonly title: string;
  /** Left instead of right. */
  readonly isText?: boolean;
  /** Left out. */
  readonly canGo?: number;
  /** Long cells lose their middle, as far as to so many characters. */
  readonly canShrink?: { readonly rank: number; readonly to: number };
  /** Where all that does not help, its cells are broken between words; of the last column only. */
  readonly canBreak?: boolean;
}

/** Room a column that is broken has at least. */
const LEAST = 12;

/**
 * A table within `width` characters a line: columns that are less needed shrink or go, in their order, until it fits, and at
 * last the last one is broken, if it may be.
 */
export function fittedTable(
  columns: readonly FittedColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  let cells = rows;
  let left = columns.map((column, index) => ({ ...column, index }));
  const steps = left
    .flatMap(({ index, canGo, canShrink }) => [
      ...(canShrink === undefined ? [] : [{ index, rank: canShrink.rank, to: canShrink.to }]),
      ...(canGo === undefined ? [] : [{ index, rank: canGo, to: 0 }]),
    ])
    .toSorted((a, b) => b.rank - a.rank);
  for (const { index, to } of steps) {
    const excess = longest(render(left, cells)) - width;
    if (excess <= 0) break;
    if (to === 0) left = left.filter((column) => column.index !== index);
    else {
      const now = Math.max(0, ...cells.map((row) => row[index]?.length ?? 0));
      const room = Math.max(to, now - excess);
      cells = cells.map((row) => row.map((cell, at) => (at === index ? withoutMiddle(cell, room) : cell)));
    }
  }
  const excess = longest(render(left, cells)) - width;
  const last = left.at(-1);
  if (excess > 0 && last?.canBreak === true) cells = broken(cells, last.index, excess);
  return render(left, cells);
}

/** The cells of a column on several lines, so that it is `excess` characters narrower. */
function broken(rows: readonly (readonly string[])[], index: number, excess: number): readonly (readonly string[])[] {
  const room = Math.max(LEAST, Math.max(0, ...rows.map((row) => row[index]?.length ?? 0)) - excess);
  return rows.flatMap((row) =>
    wrap(row[index] ?? '', room).map((piece, line) =>
      row.map((cell, at) => (at === index ? piece : line === 0 ? cell : '')),
    ),
  );
}

function render(
  columns: readonly (FittedColumn & { readonly index: number })[],
  rows: readonly (readonly string[])[],
): string {
  return table(
    columns.map(({ title }) => title),
    rows.map((row) => columns.map(({ index }) => row[index] ?? '')),
    columns.flatMap(({ title, isText }) => (isText === true ? [title] : [])),
  );
}

function longest(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length));
}

/** `197-reh…528800000`: names differ at their ends. */
function withoutMiddle(text: string, room: number): string {
  if (text.length <= room) return text;
  const end = Math.ceil((room - 1) / 2);
  return `${text.slice(0, room - 1 - end)}…${text.slice(text.length - end)}`;
}
