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
    /** Measures how long the network takes, where `time` runs faster than it; `time` when left out. */
    readonly wire?: Clock & Scheduler;
  };
  /**
   * Tells what the user, or a supervisor, wants of a program that runs for long, until what is returned is called. Without
   * a listener a signal ends the process as usual.
   */
  readonly onSignal?: (heard: (signal: Signal) => void) => () => void;
  /** Of this process. */
  readonly pid?: number;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Milliseconds since any fixed instant; never goes back. */
  readonly stopwatch: () => number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Tells that there is work for long enough to compile for; told more than once it does nothing more. */
  readonly expectMuch?: () => void;
}

/** SIGINT and SIGTERM: end in good order, the second time at once. SIGUSR2: enter nothing more. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGUSR2';
const SIGNALS: readonly Signal[] = ['SIGINT', 'SIGTERM', 'SIGUSR2'];

/** The real one. `pnpm --filter trader start` runs in the app's folder; INIT_CWD is where the user was. */
export function processIo(): Io {
  return {
    out: process.stdout,
    err: process.stderr,
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: process.env,
    onSignal: (heard) => {
      for (const signal of SIGNALS) process.on(signal, heard);
      return () => {
        for (const signal of SIGNALS) process.off(signal, heard);
      };
    },
    pid: process.pid,
    now: () => Date.now(),
    // Not `performance`, whose module loads a dozen others at every start.
    stopwatch: () => Number(process.hrtime.bigint()) / 1e6,
    random: () => Math.random(),
    expectMuch: compileSoon,
  };
}

/** The launcher has V8 compile later than usual (`compiled-code.ts`), which is too late for a million candles. */
function compileSoon(): void {
  if (process.versions.v8.startsWith('11.3.')) {
    process.getBuiltinModule('node:v8').setFlagsFromString('--interrupt-budget=67584');
  }
}
