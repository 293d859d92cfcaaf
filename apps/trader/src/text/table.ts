/** A label and what it says. */
export type Entry = readonly [label: string, value: string];

const GAP = 3;

/**
 * Labels left, values right, in two columns where the width allows and in one where it does not.
 * @param width characters a line may have
 */
export function entryGrid(entries: readonly Entry[], width: number): string {
  const half = Math.floor((width - GAP) / 2);
  const fits = entries.every(([label, value]) => label.length + 1 + value.length <= half);
  if (!fits) {
    const size = Math.min(width, Math.max(...entries.map(([label, value]) => label.length + 2 + value.length)));
    return entries.map((entry) => `${line(entry, size)}\n`).join('');
  }
  const rows = Math.ceil(entries.length / 2);
  let text = '';
  for (let row = 0; row < rows; row += 1) {
    const [left, right] = [entries[row], entries[row + rows]];
    if (left !== undefined) text += line(left, half);
    text += right === undefined ? '\n' : `${' '.repeat(GAP)}${line(right, half)}\n`;
  }
  return text;
}

function line([label, value]: Entry, size: number): string {
  return label + value.padStart(Math.max(size - label.length, value.length + 1));
}

/** A table whose first column is text and whose others are figures; as wide as its cells need. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const format = (cells: readonly string[]) =>
    `${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd();
  return [head, ...rows].map((row) => `${format(row)}\n`).join('');
}
