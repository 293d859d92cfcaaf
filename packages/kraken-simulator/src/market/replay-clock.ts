import { UsageError } from '@fathom/contracts';

/**
 * Where a recording lies on the simulator's clock: the instant `recorded` happens at `simulated`, and `speed` recorded
 * seconds pass in each simulated one. Everything is moved by this one straight line, times of prints, levels and candles
 * included, so at speed 100 a minute's candle covers 100 recorded minutes. Times in milliseconds since 1970 UTC.
 */
export interface ReplayClock {
  readonly recorded: number;
  readonly simulated: number;
  /** > 0; 1 when not given. */
  readonly speed?: number;
}

/** The recording keeps its own times. */
export const AS_RECORDED: ReplayClock = { recorded: 0, simulated: 0 };

/**
 * Starts a recording at `recorded` when the simulator's clock shows `now`, moved by whole weeks at first, so that at speed 1
 * its candles are the recorded ones for every interval up to a week: the replay then begins up to a week after `recorded`,
 * with what lies before as history.
 */
export function startingAt(recorded: number, now: number, speed = 1): ReplayClock {
  const week = 7 * 86_400_000;
  const shift = Math.floor((now - recorded) / week) * week;
  return { recorded: now - shift, simulated: now, speed };
}

/** @throws {UsageError} for a speed that is not above zero. */
export function toSimulated(clock: ReplayClock): (recorded: number) => number {
  const { speed = 1 } = clock;
  if (!(speed > 0 && Number.isFinite(speed))) throw new UsageError(`speed ${speed} is not a number above 0`);
  if (speed === 1) {
    const shift = clock.simulated - clock.recorded;
    // Whole microseconds, so that adding does not blur them.
    return (recorded) => Math.round((recorded + shift) * 1000) / 1000;
  }
  return (recorded) => Math.round((clock.simulated + (recorded - clock.recorded) / speed) * 1000) / 1000;
}
