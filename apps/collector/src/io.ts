import type { Clock, Random, Scheduler } from '@fathom/contracts';
import { type HttpTransport, type SocketTransport, systemTime } from '@fathom/exchange';
import type { Terminal } from '@fathom/terminal';
import { fineClock } from './fine-clock.js';

/** Everything of the outside world the commands touch, so that tests run them in the same process. */
export interface Io {
  readonly out: Terminal & { readonly rows?: number | undefined };
  /** Complaints and progress. */
  readonly err: Terminal;
  /** Where relative paths of the command line begin. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970 UTC, fractions carry microseconds. */
  readonly time: Clock & Scheduler;
  readonly random: Random;
  /** Milliseconds since any fixed instant; never goes back. */
  readonly stopwatch: () => number;
  /** The way to the exchange; the network when left out. */
  readonly network?: { readonly sockets: SocketTransport; readonly transport: HttpTransport };
  /** Settles when the user, or a supervisor, wants the program to end. */
  readonly untilEnded: () => Promise<void>;
}

/** The real one. `pnpm --filter collector start` runs in the app's folder; INIT_CWD is where the user was. */
export function processIo(): Io {
  return {
    out: process.stdout,
    err: process.stderr,
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: process.env,
    time: { now: fineClock(), after: (delayMs, task) => systemTime.after(delayMs, task) },
    random: { next: () => Math.random() },
    stopwatch: () => performance.now(),
    untilEnded: () =>
      new Promise((end) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
      }),
  };
}
