import { existsSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { CandleStore } from '@fathom/storage';
import { definitionList, type FittedColumn, fittedTable, lineWidth } from '@fathom/terminal';
import { SHIPPED } from '../backtest/candle-source.js';
import type { Io } from '../io.js';
import { NONE, shortTime } from '../text/format.js';

const COLUMNS: readonly FittedColumn[] = [
  { title: 'Pair' },
  { title: 'Minutes' },
  { title: 'First candle' },
  { title: 'Last candle' },
  { title: 'Rows' },
  { title: 'Gaps' },
  { title: 'Missing', canGo: 1 },
  { title: 'File', isText: true, canShrink: { rank: 3, to: 24 }, canGo: 2 },
];

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
    if ('problem' in file) return [...name, NONE, NONE, NONE, NONE, NONE, place];
    const { first, last, rows: count, gaps, missing } = file;
    return [...name, shortTime(first), shortTime(last), String(count), String(gaps), String(missing), place];
  });
  const width = lineWidth(io.out);
  io.out.write(fittedTable(COLUMNS, rows, width));
  const wrong = stored.flatMap((file) =>
    'problem' in file
      ? [[`${file.altname} ${file.interval}`, file.problem.message.replace(file.path, basename(file.path))] as const]
      : [],
  );
  if (wrong.length > 0) io.out.write(`\nCannot be read:\n${definitionList(wrong, width)}`);
}
