import { DataError } from '@fathom/contracts';

/** Milliseconds of a UTC day; Unix time has no leap seconds. */
export const DAY_MS = 86_400_000;

export interface CivilDate {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  /** 1–31. */
  readonly day: number;
}

/** Whole UTC days since 1970-01-01 (which is day 0). `time` in milliseconds since 1970 UTC. */
export function dayNumber(time: number): number {
  return Math.floor(time / DAY_MS);
}

/**
 * The Gregorian date of a day number.
 * Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days: years begin in March, so
 * that the leap day comes last, and repeat every 400 years (146,097 days).
 */
export function civilDate(day: number): CivilDate {
  const shifted = day + 719_468; // days since 0000-03-01
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** `00` … `99`: writing times is half the work of a report. */
const TWO_DIGITS = Array.from({ length: 100 }, (_, n) => pad(n, 2));

/** Times mostly follow one another within a day. */
let latestDay = Number.NaN;
let latestDate = '';

/**
 * `2018-04-13T14:54:50.000Z`; fractions of a millisecond are dropped.
 * @throws {DataError} when `time` is not an instant of the years 0–9999.
 */
export function isoTime(time: number): string {
  const day = dayNumber(time);
  if (day !== latestDay) {
    latestDate = isoDate(day);
    latestDay = day;
  }
  const rest = Math.floor(time - day * DAY_MS);
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`;
  const milliseconds = rest - seconds * 1000;
  return `${latestDate}T${clock}.${milliseconds === 0 ? '000' : pad(milliseconds, 3)}Z`;
}

/** `2018-04-13` of a day number. @throws {DataError} outside the years 0–9999. */
export function isoDate(day: number): string {
  const { year, month, day: dayOfMonth } = civilDate(day);
  if (!(year >= 0 && year <= 9999)) throw new DataError(`day ${day} since 1970 is not a date of the years 0-9999`);
  return `${pad(year, 4)}-${TWO_DIGITS[month]}-${TWO_DIGITS[dayOfMonth]}`;
}

/** A stretch of the UTC calendar: weeks begin on Monday and belong to the year of their Thursday (ISO 8601). */
export type CalendarPeriod = 'day' | 'week' | 'month' | 'year';

const KEY_LENGTH = { year: 4, month: 7, day: 10 };

/** The key of the period a day belongs to: `2018-04-13`, `2018-W15`, `2018-04` or `2018`. */
export function periodKey(day: number, period: CalendarPeriod): string {
  return period === 'week' ? weekKey(day) : isoDate(day).slice(0, KEY_LENGTH[period]);
}

function weekKey(day: number): string {
  const thursday = Math.floor((day + 3) / 7) * 7; // 1970-01-01, day 0, was one
  const year = isoDate(thursday).slice(0, 4);
  return `${year}-W${pad(Math.floor((thursday - newYear(Number(year))) / 7) + 1, 2)}`;
}

/** Day number of a year's 1 January: 365 days for each year since 1970 and the leap days between. */
function newYear(year: number): number {
  const leapDays = Math.floor((year - 1969) / 4) - Math.floor((year - 1901) / 100) + Math.floor((year - 1601) / 400);
  return 365 * (year - 1970) + leapDays;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
