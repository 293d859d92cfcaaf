import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { type RecordingWriter, SegmentLog } from '@fathom/recordings';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';

/** Where everything is kept. */
export interface Store {
  readonly writer: RecordingWriter;
  /** Fails when nothing can be written any more; else never settles. */
  readonly failed: Promise<never>;
  close(reason: string): Promise<void>;
}

/** @throws {DataError} when there can be none. */
export function openStore(folder: string, io: Io): Store {
  const segments = join(folder, 'segments');
  try {
    mkdirSync(segments, { recursive: true });
  } catch (error) {
    throw new DataError(`${segments} cannot be made`, { cause: error });
  }
  const failure = new Failure();
  const writer = new SegmentLog({
    folder: segments,
    session: new Date(io.time.now()).toISOString(),
    program: 'collector 0.1.0',
    clock: io.time,
    scheduler: io.time,
    onFailed: (error) => failure.fail(error),
  });
  return { writer, failed: failure.promise, close: (reason) => writer.close(reason) };
}
