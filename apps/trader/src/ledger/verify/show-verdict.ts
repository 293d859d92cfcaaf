import { definitionList, lineWidth, type Terminal } from '@fathom/terminal';
import type { Verdict } from './difference.js';

/** The longest word for whose records they are: what is compared lines up. */
export const OWN = 'own events';

/** What was looked at, by whose records, and every difference with what should be and what is. */
export function showVerdict(by: string, { checked, differences, notes }: Verdict, out: Terminal): void {
  const outcome = differences.length === 0 ? 'no difference' : `${differences.length} difference(s)`;
  const rows = [
    [by.padEnd(OWN.length), `${checked}: ${outcome}`] as const,
    ...notes.map((note) => ['', note] as const),
  ];
  out.write(definitionList(rows, lineWidth(out)));
  for (const { about, expected, found } of differences) {
    out.write(`    ${about}\n      expected ${expected}, found ${found}\n`);
  }
}
