import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FittedColumn, fittedTable } from './fitted-table.js';

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

describe('a last column that may be broken', () => {
  const withGaps: readonly FittedColumn[] = [
    { title: 'Pair', isText: true },
    { title: 'Depth', canGo: 2 },
    { title: 'Messages' },
    { title: 'From', canGo: 1 },
    { title: 'Gaps', isText: true, canBreak: true },
  ];
  const gaps = Array.from({ length: 6 }, (_, index) => `${index + 1} disconnect 10.0 s`).join(', ');
  const recorded = [
    ['XXBTZUSD', '1000', '123,456,789', '2026-08-02 03:35', gaps],
    ['ETHUSD', '10', '7', '2026-08-02 03:35', '-'],
  ];

  it('stays whole where there is room', () => {
    expect(fittedTable(withGaps, recorded, Number.POSITIVE_INFINITY)).toMatch(/6 disconnect 10\.0 s\n/);
  });

  it.each([80, 120])('is broken between words once nothing else can go, so that %i are enough', (width) => {
    const lines = fittedTable(withGaps, recorded, width).trimEnd().split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(lines[0]).toMatch(/^Pair +Messages +Gaps$/);
    const at = lines[0]?.indexOf('Gaps') ?? 0;
    expect(lines[2]?.slice(0, at).trim()).toBe('');
    expect(
      lines
        .slice(1, -1)
        .map((line) => line.slice(at))
        .join(' '),
    ).toBe(gaps);
    expect(lines.at(-1)).toMatch(/^ETHUSD +7 +-$/);
  });
});
