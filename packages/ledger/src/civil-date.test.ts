import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilDate, dayNumber, isoDate, isoTime, periodKey } from './civil-date.js';

/** Any millisecond of the years 1–9999, those before 1970 included; week 1 of year 0 may begin before it. */
const time = fc.integer({ min: Date.parse('0001-01-08'), max: Date.parse('9999-12-24') });

/** ISO 8601's rule taken literally: week 1 holds the year's first Thursday, found by looking at every day of January. */
function isoWeek(ms: number): string {
  const thursday = new Date(ms + (3 - ((new Date(ms).getUTCDay() + 6) % 7)) * 86_400_000);
  const year = thursday.toISOString().slice(0, 4);
  let first = Date.parse(`${year}-01-01`);
  while (new Date(first).getUTCDay() !== 4) first += 86_400_000;
  return `${year}-W${String(1 + Math.floor((thursday.getTime() - first) / (7 * 86_400_000))).padStart(2, '0')}`;
}

describe('civil dates', () => {
  it('agree with Date on every field', () => {
    fc.assert(
      fc.property(time, (ms) => {
        const date = new Date(ms);
        expect(isoTime(ms)).toBe(date.toISOString());
        expect(isoDate(dayNumber(ms))).toBe(date.toISOString().slice(0, 10));
        expect(periodKey(dayNumber(ms), 'month')).toBe(date.toISOString().slice(0, 7));
        expect(civilDate(dayNumber(ms))).toEqual({
          year: date.getUTCFullYear(),
          month: date.getUTCMonth() + 1,
          day: date.getUTCDate(),
        });
      }),
    );
  });

  it('know leap days, centuries and the days around 1970', () => {
    expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999Z');
    expect(isoDate(dayNumber(Date.UTC(2000, 1, 29)))).toBe('2000-02-29');
    expect(isoDate(dayNumber(Date.UTC(2100, 1, 28)) + 1)).toBe('2100-03-01');
    expect(isoTime(1_523_631_290_000.75)).toBe('2018-04-13T14:54:50.000Z');
  });

  it('name periods, ISO weeks by the year of their Thursday', () => {
    const day = dayNumber(Date.UTC(2018, 3, 13));
    expect(periodKey(day, 'day')).toBe('2018-04-13');
    expect(periodKey(day, 'week')).toBe('2018-W15');
    expect(periodKey(day, 'month')).toBe('2018-04');
    expect(periodKey(day, 'year')).toBe('2018');
    // ISO 8601's own corner cases: years that begin or end in the neighbour's week, and a year of 53 weeks.
    for (const [date, week] of [
      ['2005-01-01', '2004-W53'],
      ['2005-01-03', '2005-W01'],
      ['2008-12-29', '2009-W01'],
      ['2010-01-03', '2009-W53'],
      ['2020-12-31', '2020-W53'],
      ['2024-12-30', '2025-W01'],
      ['2100-01-07', '2100-W01'],
    ] as const) {
      expect(periodKey(dayNumber(Date.parse(date)), 'week')).toBe(week);
    }
  });

  it('change week on Mondays and at no other day', () => {
    fc.assert(
      fc.property(time, (ms) => {
        const day = dayNumber(ms);
        const isMonday = new Date(day * 86_400_000).getUTCDay() === 1;
        expect(periodKey(day, 'week') !== periodKey(day - 1, 'week')).toBe(isMonday);
        expect(periodKey(day, 'week')).toBe(isoWeek(ms));
      }),
    );
  });

  it('refuse what is no instant', () => {
    expect(() => isoTime(Number.NaN)).toThrow('NaN');
    expect(() => isoTime(Number.POSITIVE_INFINITY)).toThrow('0-9999');
    expect(() => isoDate(3_000_000)).toThrow('day 3000000 since 1970');
  });
});
