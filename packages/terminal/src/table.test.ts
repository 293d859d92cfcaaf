import { describe, expect, it } from 'vitest';
import { definitionList, entryGrid, table, wrapped } from './table.js';

const lines = (text: string) => text.trimEnd().split('\n');

describe('table', () => {
  it('has its first column and those named as text on the left, all others on the right', () => {
    const rows = [
      ['BTC/USD', '2052', 'lost'],
      ['X/Y', '7', ''],
    ];
    expect(lines(table(['Pair', 'Messages', 'Note'], rows, ['Note']))).toEqual([
      'Pair     Messages  Note',
      'BTC/USD      2052  lost',
      'X/Y             7',
    ]);
  });
});

describe('wrapped', () => {
  it('breaks between words, and no word', () => {
    expect(lines(wrapped('long while the close is above its extraordinarily long average', 14))).toEqual([
      'long while the',
      'close is above',
      'its',
      'extraordinarily',
      'long average',
    ]);
  });
});

describe('entryGrid', () => {
  it('takes two columns where they fit, and one where they do not', () => {
    const entries = [
      ['Messages', '20'],
      ['Gaps', '1'],
      ['Verified', '100 %'],
    ] as const;
    expect(lines(entryGrid(entries, 43))).toEqual([
      'Messages          20   Verified       100 %',
      'Gaps               1',
    ]);
    expect(lines(entryGrid(entries, 20))).toEqual(['Messages     20', 'Gaps          1', 'Verified  100 %']);
  });
});

describe('definitionList', () => {
  it('breaks between words and lines what follows up', () => {
    expect(lines(definitionList([['--all', 'every pair that Kraken lists today']], 35))).toEqual([
      '  --all  every pair that Kraken',
      '         lists today',
    ]);
  });
});
