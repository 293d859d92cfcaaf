import { UsageError } from '@fathom/contracts';
import {
  compact,
  prune,
  type SealedSegment,
  sealFolder,
  type StoreFlags,
  storeOf,
  UnsealedError,
} from '@fathom/recordings';
import { Progress } from '@fathom/terminal';
import type { Io } from '../io.js';
import { bytes, count, many } from '../text/amounts.js';
import { byteCount } from '../text/byte-count.js';
import { durationMs } from '../text/duration.js';
import { sealedCounts, sealingComplaints } from '../text/sealed-counts.js';
import { recordingFolder, withArchive } from './open-archive.js';
import { type RangeFlags, rangeOf } from './range.js';

/** Makes one part of all parts of a pair's day, for days that are over. */
export async function compactBooks(flags: RangeFlags, io: Io): Promise<void> {
  const range = await withArchive(flags, io, (archive) => rangeOf(flags, archive));
  const progress = new Progress(io, 'compacting');
  const { before, after, left } = await compact({
    folder: recordingFolder(flags, io),
    ...storeOf(flags, io),
    clock: io.time,
    range,
    onProgress: (done, total) => progress.update(done, total),
  }).finally(() => progress.end());
  for (const { path, problem } of left) io.err.write(`left as it is: ${path}: ${problem}\n`);
  io.out.write(
    before.parts === 0
      ? 'nothing to compact: no day that is over has more than one part of a pair\n'
      : `${many(before.parts, 'part')} (${bytes(before.bytes)}), now ${count(after.parts)} (${bytes(after.bytes)})\n`,
  );
}

/** Seals what a collector that was killed has left. */
export async function sealBooks(flags: Pick<RangeFlags, 'books' | 'store'>, io: Io): Promise<void> {
  try {
    tellSealed(await sealFolder(recordingFolder(flags, io), io.time, storeOf(flags, io).store), io);
  } catch (error) {
    if (error instanceof UnsealedError) tellSealed(error.sealed, io);
    throw error;
  }
}

function tellSealed(sealed: readonly SealedSegment[], io: Io): void {
  for (const complaint of sealed.flatMap(sealingComplaints)) io.err.write(`${complaint}\n`);
  io.out.write(`${many(sealed.length, 'segment')} sealed: ${sealedCounts(sealed)}\n`);
}

export interface PruneFlags extends StoreFlags {
  readonly books: string;
  readonly keep?: string;
  readonly keepSize?: string;
}

/** Removes what is too old or too much. @throws {UsageError} when neither is said. */
export async function pruneBooks(flags: PruneFlags, io: Io): Promise<void> {
  const { keep, keepSize } = flags;
  if (keep === undefined && keepSize === undefined)
    throw new UsageError('say what to keep: --keep 90d, --keep-size 50GB');
  const gone = await prune({
    folder: recordingFolder(flags, io),
    ...storeOf(flags, io),
    clock: io.time,
    ...(keep !== undefined && { maxAgeMs: durationMs(keep, '--keep') }),
    ...(keepSize !== undefined && { maxBytes: byteCount(keepSize, '--keep-size') }),
  });
  io.out.write(`${many(gone.parts.length, 'part')} removed, ${bytes(gone.bytes)}\n`);
}
