import type { Clock, Scheduler } from '@fathom/contracts';
import { systemTime } from '@fathom/exchange';

/** A clock that both processes of the load bench keep. */
export interface LoadTime {
  /** When it began to run fast, milliseconds since 1970 UTC. */
  readonly begin: number;
  /** How many times as fast as the machine's it goes. */
  readonly speed: number;
}

export function loadTime({ begin, speed }: LoadTime): Clock & Scheduler {
  return {
    now: () => begin + (systemTime.now() - begin) * speed,
    after: (delayMs, task) => systemTime.after(delayMs / speed, task),
  };
}
