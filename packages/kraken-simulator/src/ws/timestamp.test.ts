import { describe, expect, it } from 'vitest';
import { nanosecondTimestamp, readTimestamp, secondTimestamp, timestamp } from './timestamp.js';

describe('times on the socket', () => {
  it('are written as Kraken does', () => {
    const time = Date.UTC(2024, 4, 19, 19, 22, 5) + 123.456;
    expect(timestamp(time)).toBe('2024-05-19T19:22:05.123456Z');
    expect(nanosecondTimestamp(Date.UTC(2024, 4, 17, 11, 12))).toBe('2024-05-17T11:12:00.000000000Z');
    expect(secondTimestamp(time)).toBe('2024-05-19T19:22:05Z');
    expect(timestamp(Date.UTC(2024, 1, 29) - 0.0001)).toBe('2024-02-29T00:00:00.000000Z');
  });

  it('are read to the microsecond and written back', () => {
    for (const text of ['2026-08-02T03:35:51.660084Z', '1999-12-31T23:59:59.999999Z', '2024-02-29T00:00:00.000001Z']) {
      expect(timestamp(readTimestamp(text) ?? 0)).toBe(text);
    }
    expect(readTimestamp('2024-05-17T11:12:00.000000000Z')).toBe(Date.UTC(2024, 4, 17, 11, 12));
    expect(readTimestamp('2024-05-17T11:12:00Z')).toBe(Date.UTC(2024, 4, 17, 11, 12));
  });

  it.each(['', 'soon', '2024-13-01T00:00:00Z', '2024-05-17', '2024-05-17T11:12:00+02:00'])('%j is none', (text) => {
    expect(readTimestamp(text)).toBeUndefined();
  });
});
