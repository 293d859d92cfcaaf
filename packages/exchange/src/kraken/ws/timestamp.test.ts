import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimestamp } from './timestamp.js';

describe('parseTimestamp', () => {
  it('keeps microseconds', () => {
    expect(parseTimestamp('2026-08-02T03:35:51.302928Z')).toBeCloseTo(Date.UTC(2026, 7, 2, 3, 35, 51) + 302.928, 3);
    expect(parseTimestamp('2024-05-17T11:12:00.000000000Z')).toBe(Date.UTC(2024, 4, 17, 11, 12));
    expect(parseTimestamp('2024-05-19T19:22:20Z')).toBe(Date.UTC(2024, 4, 19, 19, 22, 20));
  });

  it('is what Date says of every millisecond', () => {
    const range = { min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it.each([
    '',
    '2026-08-02',
    '2026-13-02T03:35:51Z',
    '2026-08-02T24:00:01Z',
    '2026-08-02T03:35:51.3+0Z',
    '2026-08\\02T03:35:51Z',
    '2026-08-02T03x35:51Z',
    '2026-08-02T03:35:51,3Z',
    '20x6-08-02T03:35:51Z',
  ])('declines %j', (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});
