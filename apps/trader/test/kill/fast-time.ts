import type { Clock, Scheduler } from '@fathom/contracts';

/** How fast, and since when: the same in every process of a run. */
export interface Pace {
  /** When all clocks agreed, by the machine's, milliseconds since 1970 UTC. */
  readonly since: number;
  readonly speed: number;
}

/** When the market of a run begins, by its own clock. */
export const START = Date.UTC(2026, 7, 2);

/** A clock several processes share that runs faster than the machine's, and timers in step with it. */
export function fastTime({ since, speed }: Pace): Clock & Scheduler {
  return {
    now: () => START + (Date.now() - since) * speed,
    after: (delayMs, task) => {
      const timer = setTimeout(task, delayMs / speed);
      return () => clearTimeout(timer);
    },
  };
}
