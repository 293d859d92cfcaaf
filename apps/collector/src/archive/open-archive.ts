import { resolve } from 'node:path';
import { RecordingArchive, type StoreFlags, storeOf } from '@fathom/recordings';
import type { Io } from '../io.js';

/** Opens a recording for reading, for as long as `use` lasts. @throws {DataError} when there is none. */
export async function withArchive<T>(
  flags: StoreFlags & { readonly books: string },
  io: Io,
  use: (archive: RecordingArchive) => Promise<T>,
): Promise<T> {
  const archive = await RecordingArchive.open(resolve(io.cwd, flags.books), { ...storeOf(flags, io), clock: io.time });
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}
