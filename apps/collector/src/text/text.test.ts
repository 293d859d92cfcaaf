import { describe, expect, it } from 'vitest';
import { bytes, count, share, utc } from './amounts.js';
import { durationMs, shortDuration } from './duration.js';

describe('durations', () => {
  it.each([
    ['90', 90_000],
    ['1.5s', 1500],
    ['15m', 900_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
  ])('%s is %i ms', (text, ms) => {
    expect(durationMs(text, '--for')).toBe(ms);
  });

  it.each(['', '0', '-1h', '1w', 'h', '1 h'])('%j is none', (text) => {
    expect(() => durationMs(text, '--for')).toThrow(`--for ${text} is not a time like 90s, 15m, 1h or 2d`);
  });

  it.each([
    [300, '0.3 s'],
    [12_400, '12 s'],
    [59_800, '01:00'],
    [245_000, '04:05'],
    [3_661_000, '1:01:01'],
    [187_500_000, '2d 04:05'],
  ])('%i ms is shown as %s', (ms, text) => {
    expect(shortDuration(ms)).toBe(text);
  });
});

describe('amounts', () => {
  it('are shown short', () => {
    expect([count(1_234_567.4), count(12)]).toEqual(['1,234,567', '12']);
    expect([512, 3_400_000, 120e9, 5e15].map(bytes)).toEqual(['512 B', '3.4 MB', '120 GB', '5000 TB']);
    expect(utc(Date.UTC(2026, 10, 29, 11, 5, 9, 999))).toBe('2026-11-29 11:05:09');
  });

  it('call all of it only what is all of it', () => {
    expect([share(999_999, 1_000_000), share(3, 3), share(0, 0)]).toEqual(['99.99 %', '100.00 %', '-']);
  });
});
