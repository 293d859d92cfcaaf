import { createWriteStream, renameSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '@fathom/contracts';
import { attempt, ioError } from '@fathom/files';
import { exportParquet, exportText, type RecordingArchive } from '@fathom/recordings';
import type { Io } from '../io.js';
import { many } from '../text/amounts.js';
import { withArchive } from './open-archive.js';
import { type RangeFlags, rangeOf } from './range.js';

export interface ExportFlags extends RangeFlags {
  readonly pair: string;
  readonly format: string;
  readonly file?: string;
}

/**
 * Writes a pair's books into one file, or to standard output; a file appears whole or not at all.
 * @throws {UsageError} for a format that is none. @throws {DataError} when it cannot be read or written.
 */
export function exportBooks(flags: ExportFlags, io: Io): Promise<void> {
  const { format } = flags;
  if (format !== 'csv' && format !== 'ndjson' && format !== 'parquet') {
    throw new UsageError(`--format ${format} is not csv, ndjson or parquet`);
  }
  if (flags.file === '-' && format === 'parquet') throw new UsageError('Parquet needs a file: --file books.parquet');
  return withArchive(flags, io, async (archive) => {
    const { pair = '', ...times } = await rangeOf(flags, archive);
    const range = { pair, ...times };
    if (flags.file === '-') {
      await exportText(archive, range, format === 'ndjson' ? 'ndjson' : 'csv', (text) => void io.out.write(text));
      return;
    }
    const file = resolve(io.cwd, flags.file ?? `${pair}.${format}`);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new UsageError(`--file ${file} is a folder: name a file in it`);
    const partial = `${file}.writing`;
    try {
      const messages =
        format === 'parquet'
          ? await exportParquet(archive, range, partial)
          : await writeText(archive, range, format, partial);
      if (messages === 0) throw new UsageError(`no book of ${flags.pair} is recorded in that time`);
      attempt(`writing ${file}`, () => renameSync(partial, file));
      io.err.write(`${many(messages, 'message')} in ${file}\n`);
    } finally {
      rmSync(partial, { force: true });
    }
  });
}

async function writeText(
  archive: RecordingArchive,
  range: Parameters<typeof exportText>[1],
  format: 'csv' | 'ndjson',
  path: string,
): Promise<number> {
  const stream = createWriteStream(path);
  let failure: Error | undefined;
  stream.on('error', (error) => {
    failure = error;
  });
  const write = (text: string) =>
    new Promise<void>((done, fail) => {
      const failed = (error: Error) => fail(ioError(error, `writing ${path}`));
      if (failure !== undefined) failed(failure);
      else stream.write(text, (error) => (error ? failed(error) : done()));
    });
  try {
    return await exportText(archive, range, format, write);
  } finally {
    await new Promise((done) => {
      stream.end(done);
    });
  }
}
