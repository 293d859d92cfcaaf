import type { Clock, Scheduler } from '@fathom/contracts';

/** A clock that runs `speed` times as fast as `real` from now on, and a scheduler that keeps step with it. */
export function scaledTime(real: Clock & Scheduler, speed: number): Clock & Scheduler {
  const start = real.now();
  return {
    now: () => start + (real.now() - start) * speed,
    after: (delayMs, task) => real.after(delayMs / speed, task),
  };
}
