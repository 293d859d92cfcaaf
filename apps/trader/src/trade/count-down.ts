import type { Scheduler } from '@fathom/contracts';
import type { Log } from '@fathom/notifications';

const COUNTDOWN_S = 5;

/** Time to think again; over at once when `signal` says that somebody has. */
export async function countDown(log: Log, real: Scheduler, signal: AbortSignal): Promise<void> {
  for (let left = COUNTDOWN_S; left > 0 && !signal.aborted; left -= 1) {
    log.warn(`LIVE trading with real money begins in ${left} s; Ctrl-C stops it`);
    await new Promise<void>((done) => {
      real.after(1000, done);
    });
  }
}
