import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { candlesOf, randomWalk, SeededRandom } from '@fathom/testkit';
import { afterEach } from 'vitest';
import type { Io, Signal } from '../src/io.js';
import { run } from '../src/cli.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface UserOptions extends Partial<Pick<Io, 'env' | 'network'>> {
  /** Of the terminal; 80 where nobody says. */
  readonly columns?: number;
}

/** A user in a new, empty folder called `localbot`. */
export function newUser({ env = {}, network, columns }: UserOptions = {}) {
  const parent = mkdtempSync(join(tmpdir(), 'trader-'));
  folders.push(parent);
  const folder = join(parent, 'localbot');
  mkdirSync(folder);
  return {
    folder,
    /** Puts a file into the folder. */
    write: (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text),
    /** Everything in the folder, hidden files too. */
    files: () => readdirSync(folder, { recursive: true }).map(String).toSorted(),
    /** Types a command that runs until it is stopped. */
    start: (...args: string[]) => typed(args, { folder, env, network, columns }),
    /** Types a command. */
    trader: async (...args: string[]) => {
      const { ended, out, err } = typed(args, { folder, env, network, columns });
      const code = await ended;
      return { code, out: out(), err: err() };
    },
  };
}

interface Where extends Pick<Io, 'env'> {
  readonly folder: string;
  readonly network: Io['network'] | undefined;
  readonly columns: number | undefined;
}

function typed(args: readonly string[], { folder, env, network, columns }: Where) {
  let out = '';
  let err = '';
  const random = new SeededRandom(1);
  const listeners = new Set<(signal: Signal) => void>();
  const ended = run(args, {
    out: { write: (text) => (out += text), columns },
    err: { write: (text) => (err += text) },
    cwd: folder,
    env,
    ...(network && { network }),
    onSignal: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    pid: 4711,
    now: network ? () => network.time.now() : () => Date.UTC(2018, 3, 17, 21, 45, 12, 617),
    stopwatch: () => performance.now(),
    random: () => random.next(),
  });
  return {
    /** Its exit code. */
    ended,
    out: () => out,
    err: () => err,
    /** As by `kill`; nobody may be listening. */
    signal: (signal: Signal) => {
      for (const heard of listeners) heard(signal);
    },
  };
}

/** OHLCVT rows of made-up candles. */
export function candleCsv({ length = 500, interval = 60, seed = 1 } = {}): string {
  return candlesOf(randomWalk({ length, interval, seed }))
    .map((c) => `${c.openTime / 1000},${c.open},${c.high},${c.low},${c.close},${c.volume},${c.trades}\n`)
    .join('');
}
