import type { Clock, Scheduler } from '@fathom/contracts';

/** The machine's own clock and timers. */
export const systemTime: Clock & Scheduler = {
  now: () => Date.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
