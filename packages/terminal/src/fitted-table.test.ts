import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittedTable } from './fitted-table.js';

const columns = [
  { title: 'Name', canShrink: { rank: 2, to: 9 } },
  { title: 'Count' },
  { title: 'File', isText: true, canGo: 3 },
  { title: 'Missing', canGo: 1 },
];
const rows = [['197-rehearsal-1785', '20', 'data/a.csv', '0']];

describe('fittedTable', () => {
  it.each([
    [60, 'Name                Count  File        Missing', '197-rehearsal-1785     20  data/a.csv        0'],
    [40, 'Name                Count  Missing', '197-rehearsal-1785     20        0'],
    [30, 'Name            Count  Missing', '197-re…al-1785     20        0'],
    [20, 'Name       Count', '197-…1785     20'],
    [1, 'Name       Count', '197-…1785     20'],
  ])('in %d characters leaves out and shortens what is less needed', (width, head, row) => {
    expect(fittedTable(columns, rows, width)).toBe(`${head}\n${row}\n`);
  });

  it('never passes a width that takes what has to stay', () => {
    const cell = fc.stringMatching(/^[a-z0-9/.-]{0,40}$/);
    const count = fc.stringMatching(/^\d{1,6}$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, count, cell, count), { maxLength: 5 }),
        fc.integer({ min: 18 }),
        (all, width) => {
          for (const line of fittedTable(columns, all, width).split('\n'))
            expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
