import type { Clock, Scheduler } from '@fathom/contracts';
import type { LocalKraken } from './local-kraken.js';

/** Orders expire and switches go off that nobody asks after; so often it looks at least. */
const LONGEST_MS = 250;
const SHORTEST_MS = 1;

/** Lets a local Kraken go on by itself. @returns what ends that. */
export function keepTime(
  kraken: LocalKraken,
  { clock, scheduler }: { clock: Clock; scheduler: Scheduler },
): () => void {
  let stop: () => void = NOTHING;
  const next = () => {
    kraken.advance();
    const due = (kraken.nextTime() ?? Number.POSITIVE_INFINITY) - clock.now();
    stop = scheduler.after(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, due)), next);
  };
  next();
  return () => stop();
}

const NOTHING = () => {};
