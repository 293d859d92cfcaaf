import type { Clock, Scheduler } from '@fathom/contracts';
import type { HttpTransport, SocketTransport } from '@fathom/exchange';
import type { Terminal } from '@fathom/terminal';

/** Everything of the outside world the commands touch, so that tests run them in the same process. */
export interface Io {
  /** Standard output. */
  readonly out: Terminal;
  /** Standard error: complaints and progress. */
  readonly err: Terminal;
  /** Where relative paths of the command line begin. */
  readonly cwd: string;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The way to the exchange and its time; the real ones when left out. */
  readonly network?: {
    readonly transport: HttpTransport;
    /** Left out where nothing is streamed. */
    readonly sockets?: SocketTransport;
    readonly time: Clock & Scheduler;
  };
  /** Settles when the user, or a supervisor, wants the program to end. */
  readonly untilEnded?: () => Promise<void>;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Milliseconds since any fixed instant; never goes back. */
  readonly stopwatch: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

/** The real one. `pnpm --filter trader start` runs in the app's folder; INIT_CWD is where the user was. */
export function processIo(): Io {
  return {
    out: process.stdout,
    err: process.stderr,
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: process.env,
    untilEnded: () =>
      new Promise((end) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end());
      }),
    now: () => Date.now(),
    // Not `performance`, whose module loads a dozen others at every start.
    stopwatch: () => Number(process.hrtime.bigint()) / 1e6,
    random: () => Math.random(),
  };
}
