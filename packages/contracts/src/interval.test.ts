import { expect, it } from 'vitest';
import { UsageError } from './errors.js';
import { INTERVALS, intervalMs, parseInterval } from './interval.js';

it('takes each of Kraken’s intervals, as number or text', () => {
  for (const interval of INTERVALS) {
    expect(parseInterval(interval)).toBe(interval);
    expect(parseInterval(String(interval))).toBe(interval);
  }
});

it.each(['7', '0', '-5', '5.5', 'five', '', 'NaN'])('refuses %j with the value and the list', (text) => {
  expect(() => parseInterval(text)).toThrow(UsageError);
  expect(() => parseInterval(text)).toThrow(`period ${text} is not one of 1 5 15 30 60 240 1440 10080 21600 minutes`);
});

it('is in minutes', () => expect(intervalMs(5)).toBe(300_000));
