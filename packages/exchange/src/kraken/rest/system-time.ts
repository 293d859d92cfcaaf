import type { Clock, Scheduler } from '@fathom/contracts';

/**
 * The machine's own clock, as it stood when the process began, and timers. Setting the clock (an operator, a time
 * server) moves nothing here: deadlines, the search for orders and candles would all be taken in by it. A machine that
 * slept falls behind, so Kraken's time is measured again and again (`KrakenRest.keepClock`).
 */
export const systemTime: Clock & Scheduler = {
  now: () => performance.timeOrigin + performance.now(),
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
