import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DataError } from '@fathom/contracts';
import { RecordingArchive, type StoreFlags, storeOf } from '@fathom/recordings';
import type { Io } from '../io.js';
import { BOOKS, REHEARSAL_BOOKS } from '../usual-folders.js';

/** Opens a recording for reading, for as long as `use` lasts. @throws {DataError} when there is none. */
export async function withArchive<T>(
  flags: StoreFlags & { readonly books: string },
  io: Io,
  use: (archive: RecordingArchive) => Promise<T>,
): Promise<T> {
  const archive = await RecordingArchive.open(recordingFolder(flags, io), { ...storeOf(flags, io), clock: io.time });
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}

/** Where the recording is that is meant. @throws {DataError} when nothing is there, and there is a rehearsal's. */
export function recordingFolder(flags: StoreFlags & { readonly books: string }, io: Io): string {
  const folder = resolve(io.cwd, flags.books);
  if (storeOf(flags, io).store === undefined && !existsSync(folder)) {
    throw new DataError(`there is no recording in ${folder}${rehearsalHint(flags.books, io)}`);
  }
  return folder;
}

/** Who has rehearsed and says no folder most likely means what was rehearsed. */
export function rehearsalHint(books: string, io: Io): string {
  const isThere = books === BOOKS && existsSync(resolve(io.cwd, REHEARSAL_BOOKS));
  return isThere ? `: what was rehearsed is --books ${REHEARSAL_BOOKS}` : '';
}
