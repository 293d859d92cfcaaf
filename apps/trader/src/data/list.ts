import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { CandleStore } from '@fathom/storage';
import { table } from '@fathom/terminal';
import { SHIPPED } from '../backtest/candle-source.js';
import type { Io } from '../io.js';
import { shortTime } from '../text/format.js';

/** `trader data list`. */
export async function listData(flags: { readonly dataFolder: string }, io: Io): Promise<void> {
  const folders = [resolve(io.cwd, flags.dataFolder), SHIPPED].filter((folder) => existsSync(folder));
  const stored = (await Promise.all(folders.map((folder) => new CandleStore(folder).list()))).flat();
  if (stored.length === 0) {
    io.out.write(`no candles in ${flags.dataFolder} yet: bring some with 'trader data import'\n`);
    return;
  }
  const rows = stored.map((file) => {
    const place = relative(io.cwd, file.path);
    const name = [file.altname, String(file.interval)];
    if ('problem' in file) return [...name, '-', '-', '-', '-', '-', `${place}: ${file.problem.message}`];
    const { first, last, rows: count, gaps, missing } = file;
    return [...name, shortTime(first), shortTime(last), String(count), String(gaps), String(missing), place];
  });
  io.out.write(
    table(['Pair', 'Minutes', 'First candle', 'Last candle', 'Rows', 'Gaps', 'Missing', 'File'], rows, ['File']),
  );
}
