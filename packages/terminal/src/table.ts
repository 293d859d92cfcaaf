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

/** A table whose first column is text and whose others are figures, unless `text` names more columns of text. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  text: readonly string[] = [],
): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (value: string, column: number) => {
    const isText = column === 0 || text.includes(head[column] ?? '');
    return isText ? value.padEnd(widths[column] ?? 0) : value.padStart(widths[column] ?? 0);
  };
  return [head, ...rows].map((row) => `${row.map(cell).join('  ').trimEnd()}\n`).join('');
}

/** Names in one column and what they mean in the next, broken between words where a line would pass `width`. */
export function definitionList(rows: readonly Entry[], width: number): string {
  const indent = Math.max(...rows.map(([name]) => name.length)) + 4;
  const room = Math.max(width - indent, 24);
  return rows
    .map(([name, text]) =>
      `${`  ${name}`.padEnd(indent)}${wrap(text, room).join(`\n${' '.repeat(indent)}`)}`.trimEnd().concat('\n'),
    )
    .join('');
}

/** A paragraph broken between words where a line would pass `width`. */
export function wrapped(text: string, width: number): string {
  return wrap(text, width).join('\n');
}

/** Lines of at most `room` characters, broken between words. */
export function wrap(text: string, room: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
