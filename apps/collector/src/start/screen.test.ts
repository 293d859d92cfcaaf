import type { CaptureFigures } from '@fathom/capture';
import { describe, expect, it } from 'vitest';
import { screenLines } from './screen.js';
import type { View } from './view.js';

function figures(pair: string, more: Partial<CaptureFigures> = {}): CaptureFigures {
  return {
    channel: 'book',
    pair,
    kept: 1_234_567,
    verified: 1_234_567,
    suspect: 0,
    unverifiable: 0,
    dropped: 0,
    resyncs: 0,
    gaps: new Map([['start', 1]]),
    gapMs: 300,
    openGap: undefined,
    lastAt: 1,
    lagMs: 24.4,
    ...more,
  };
}

const START = Date.UTC(2026, 10, 29, 10);
const view: View = {
  exchange: 'Kraken',
  folder: '/home/somebody/data/books',
  startedAt: START,
  now: START + 3_661_000,
  figures: [
    figures('BTC/USD'),
    figures('ETH/USD', {
      verified: 1_234_000,
      gaps: new Map([
        ['start', 1],
        ['mismatch', 2],
      ]),
      openGap: { channel: 'book', pair: 'ETH/USD', cause: 'mismatch', from: START + 3_660_000 },
    }),
    figures('NEW/USD', {
      kept: 0,
      verified: 0,
      lastAt: undefined,
      openGap: { channel: 'book', pair: 'NEW/USD', cause: 'start', from: START },
    }),
    figures('BTC/USD', { channel: 'market-trades', kept: 42, verified: 42 }),
  ],
  rates: [41.25, 3, 0, 0.5],
  writtenBytes: 3_400_000,
  freeBytes: 120e9,
  loopLagMs: 2,
  notes: [
    { time: START + 5000, text: 'ETH/USD: book not trusted, something may be missing (mismatch)', level: 'warn' },
  ],
};

describe('the screen', () => {
  it.each([80, 120])('fits %i columns', (width) => {
    const lines = screenLines(view, { width, height: 24 });
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    expect(lines[0]).toHaveLength(width);
  });

  it('says it all in words', () => {
    expect(screenLines(view, { width: 80, height: 24 })).toEqual([
      'Collecting from Kraken into /home/somebody/data/books                    1:01:01',
      'books 1/3   44.3 msg/s   verified 99.97 %   gaps 3   lag 24 ms',
      '2,469,134 messages   42 trades   disk 3.4 MB, 120 GB free',
      '',
      'Pair     msg/s   Messages  Verified  Gaps  Missing  Trades  Lag ms  State',
      'ETH/USD    3.0  1,234,567   99.95 %     3    1.3 s       0      24  mismatch',
      'NEW/USD    0.0          0         -     0  1:01:01       0       -  waiting',
      'BTC/USD   41.3  1,234,567  100.00 %     0    0.3 s      42      24  verified',
      '',
      '10:00:05 ETH/USD: book not trusted, something may be missing (mismatch)',
    ]);
  });

  it('says when this machine is too slow, and what was dropped', () => {
    const figuresThen = [figures('BTC/USD', { dropped: 7 })];
    const lines = screenLines({ ...view, figures: figuresThen, loopLagMs: 250.4 }, { width: 80, height: 24 });
    expect(lines.slice(3, 5)).toEqual([
      '7 messages dropped for want of room',
      'this machine is slow: messages waited up to 250 ms',
    ]);
  });

  it('shows the most urgent of many, and how many more there are', () => {
    const many = Array.from({ length: 300 }, (_, index) => figures(`P${index}/USD`));
    const lines = screenLines(
      { ...view, figures: many, rates: many.map((_, index) => index) },
      { width: 80, height: 24 },
    );
    expect(lines.length).toBeLessThan(24);
    expect(lines[5]).toContain('P299/USD');
    expect(lines).toContain(`… and ${300 - lines.filter((line) => /^P\d/.test(line)).length} more`);
  });
});
