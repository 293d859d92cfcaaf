import { DataError, type Interval, intervalMs } from '@fathom/contracts';

/**
 * How many steps of `multiple` intervals in a row are no accident of a quiet market. One such step has at most the
 * chance p = (1 − 1/m)^(m − 1) / m, where trades fall into one interval of m; so many in a row less than 10^-9.
 */
function tellingStreak(multiple: number): number {
  const chance = (1 - 1 / multiple) ** (multiple - 1) / multiple;
  return Math.ceil(-9 / Math.log10(chance));
}

/** A file too short for a streak is judged whole from this many steps on. */
const TELLING_STEPS = 3;
/** 100,000,000,000 s is the year 5138; a larger time is in other units. */
export const LAST_TIME_MS = 1e14;

/**
 * Checks that times rise on the interval's grid and that the rows are not candles of another interval.
 * Only rows whose step differs from the interval need to come here.
 */
export class StepCheck {
  readonly #intervalMs: number;
  readonly #where: string;
  /** The last unusual step, the row it led to, and how many equal ones ended there. */
  #step = 0;
  #row = 0;
  #streak = 0;

  constructor(where: string, interval: Interval) {
    this.#where = where;
    this.#intervalMs = intervalMs(interval);
  }

  /** `row` counts from 1; `previous` is the time of the row before, NaN for the first. */
  check(time: number, previous: number, row: number): void {
    const step = time - previous;
    const at = `${this.#where}: row ${row}`;
    if (step <= 0) throw new DataError(`${at} ${orderFault(time, previous)}`);
    if (time >= LAST_TIME_MS) throw new DataError(`${at} has time ${seconds(time)}, which is not seconds since 1970`);
    if (step < this.#intervalMs) {
      throw new DataError(
        `${at} is ${minutes(step)} after the row before (time ${seconds(time)}), finer than the interval of ${minutes(this.#intervalMs)}`,
      );
    }
    if (time % this.#intervalMs !== 0) {
      throw new DataError(`${at} has time ${seconds(time)}, which is not on the grid of ${minutes(this.#intervalMs)}`);
    }
    if (row === 1) return;
    this.#streak = step === this.#step && row === this.#row + 1 ? this.#streak + 1 : 1;
    this.#step = step;
    this.#row = row;
    if (this.#streak >= TELLING_STEPS && this.#streak >= tellingStreak(step / this.#intervalMs)) this.#refuseStreak();
  }

  /** To be called once after the last of `rows` rows of a whole file. */
  finish(rows: number): void {
    if (this.#streak >= TELLING_STEPS && this.#streak === rows - 1) this.#refuseStreak();
  }

  #refuseStreak(): never {
    throw new DataError(
      `${this.#where}: rows ${this.#row - this.#streak} to ${this.#row} are ${minutes(this.#step)} apart, but the interval asked for is ${minutes(this.#intervalMs)}`,
    );
  }
}

/** What is wrong with a time that does not come after the one before it. */
export function orderFault(time: number, previous: number): string {
  if (time === previous) return `repeats time ${seconds(time)} of the row before`;
  return `goes back in time to ${seconds(time)} from ${seconds(previous)}`;
}

function minutes(ms: number): string {
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}

function seconds(ms: number): string {
  return String(ms / 1000);
}
