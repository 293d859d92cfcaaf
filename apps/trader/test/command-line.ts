import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { candlesOf, randomWalk, SeededRandom } from '@fathom/testkit';
import { afterEach } from 'vitest';
import type { Io } from '../src/io.js';
import { run } from '../src/cli.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A user in a new, empty folder called `localbot`. */
export function newUser({ env = {}, network }: Partial<Pick<Io, 'env' | 'network'>> = {}) {
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
    /** Types a command. */
    trader: async (...args: string[]) => {
      let out = '';
      let err = '';
      const random = new SeededRandom(1);
      const code = await run(args, {
        out: { write: (text) => (out += text) },
        err: { write: (text) => (err += text) },
        cwd: folder,
        env,
        ...(network && { network }),
        now: network ? () => network.time.now() : () => Date.UTC(2018, 3, 17, 21, 45, 12, 617),
        stopwatch: () => performance.now(),
        random: () => random.next(),
      });
      return { code, out, err };
    },
  };
}

/** OHLCVT rows of made-up candles. */
export function candleCsv({ length = 500, interval = 60, seed = 1 } = {}): string {
  return candlesOf(randomWalk({ length, interval, seed }))
    .map((c) => `${c.openTime / 1000},${c.open},${c.high},${c.low},${c.close},${c.volume},${c.trades}\n`)
    .join('');
}
