import { describe, expect, it } from 'vitest';
import { definitionList, entryGrid, table } from './table.js';

describe('table', () => {
  it('has its first column and those named as text on the left, all others on the right', () => {
    const rows = [
      ['BTC/USD', '2052', 'lost'],
      ['X/Y', '7', ''],
    ];
    expect(table(['Pair', 'Messages', 'Note'], rows, ['Note'])).toBe(
      'Pair     Messages  Note\n' + 'BTC/USD      2052  lost\n' + 'X/Y             7\n',
    );
  });
});

describe('entryGrid', () => {
  it('takes two columns where they fit, and one where they do not', () => {
    const entries = [
      ['Messages', '20'],
      ['Gaps', '1'],
      ['Verified', '100 %'],
    ] as const;
    expect(entryGrid(entries, 43)).toBe('Messages          20   Verified       100 %\n' + 'Gaps               1\n');
    expect(entryGrid(entries, 20)).toBe('Messages        20\n' + 'Gaps             1\n' + 'Verified     100 %\n');
  });
});

describe('definitionList', () => {
  it('breaks between words and lines what follows up', () => {
    expect(definitionList([['--all', 'every pair that Kraken lists today']], 32)).toBe(
      '  --all  every pair that Kraken\n' + '         lists today\n',
    );
  });
});
