import { resolve } from 'node:path';
import { RecordingArchive } from '@fathom/recordings';
import type { Io } from '../io.js';

/** Opens a recording for reading, for as long as `use` lasts. @throws {DataError} when there is none. */
export async function withArchive<T>(
  books: string,
  io: Io,
  use: (archive: RecordingArchive) => Promise<T>,
): Promise<T> {
  const archive = await RecordingArchive.open(resolve(io.cwd, books));
  try {
    return await use(archive);
  } finally {
    await archive.close();
  }
}
