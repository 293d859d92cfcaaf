import { basename } from 'node:path';
import { type Clock, DataError, type Scheduler } from '@fathom/contracts';
import { makeFolder } from '@fathom/files';
import { type SealedSegment, sealSegment } from './archive/seal-segment.js';
import { FolderLayout } from './folder-layout.js';
import { lockFile } from './folder-lock.js';
import { microseconds } from './microseconds.js';
import { openStore, type Store } from './open-store.js';
import type { RecordingWriter } from './recording-writer.js';
import type { PairEnd } from './segment/pair-end.js';
import { recoverSegment, type SegmentCut } from './segment/recover-segment.js';
import { SegmentEnds } from './segment/segment-ends.js';
import { SegmentLog } from './segment/segment-log.js';
import { UnsealedError } from './unsealed-error.js';

export interface RecordingOptions {
  /** Made when it is not there. */
  readonly folder: string;
  /** `postgres://…` for an archive in a database; default the folder. */
  readonly store?: string;
  /** One line: the program that records. */
  readonly program: string;
  /** Names this run; default the time it begins. One that is taken gets a number behind it. */
  readonly session?: string;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /**
   * Is told where each pair, by id, ends, before anything is written. What it throws is thrown, and nothing is recorded.
   */
  readonly onEnds?: (ends: ReadonlyMap<string, PairEnd>) => void;
  /** A segment is closed when it has this size; default 64 MiB. */
  readonly segmentBytes?: number;
  /** … or this age; default one hour. */
  readonly segmentMs?: number;
  /** Writing has failed, once and for all. What was written before is intact. */
  readonly onFailed?: (error: unknown) => void;
  /** Marks of a segment could not be written: it will be read from its beginning. Recording goes on. */
  readonly onMarksFailed?: (error: unknown) => void;
  /** Somebody has removed the segment that was being written. What stood in it is missing; recording goes on in a new one. */
  readonly onLost?: (path: string) => void;
}

/** Memory DuckDB may use for sealing. */
const DUCK_MB = 256;

/**
 * A folder that books are recorded into: by one process at a time. Opening it cuts what a killed process left behind,
 * and goes on with every pair's count.
 */
export class Recording {
  readonly writer: RecordingWriter;
  /** What was cut off segments of a process that had been killed. */
  readonly cuts: readonly SegmentCut[];
  private readonly layout: FolderLayout;
  private readonly store: Store;
  private readonly clock: Clock;
  private readonly unlock: () => void;
  private readonly current: () => string;

  private constructor(
    parts: Pick<Recording, 'writer' | 'cuts'> & {
      readonly layout: FolderLayout;
      readonly store: Store;
      readonly clock: Clock;
      readonly unlock: () => void;
      readonly current: () => string;
    },
  ) {
    this.writer = parts.writer;
    this.cuts = parts.cuts;
    this.layout = parts.layout;
    this.store = parts.store;
    this.clock = parts.clock;
    this.unlock = parts.unlock;
    this.current = parts.current;
  }

  /**
   * @throws {UsageError} when another process records into the folder.
   * @throws {DataError} when it cannot be written to, or its catalogue is damaged or of a newer Fathom.
   */
  static async open(options: RecordingOptions): Promise<Recording> {
    const { folder, clock, segmentBytes, segmentMs, onFailed, onMarksFailed, onLost } = options;
    const layout = new FolderLayout(folder);
    makeFolder(layout.segments);
    const unlock = await lockFile(layout.lock, 'another collector');
    let store: Store | undefined;
    try {
      store = await openStore(layout, options.store, { megabytes: DUCK_MB });
      const { catalogue } = store;
      const ends = new SegmentEnds(await catalogue.ends());
      const cuts: SegmentCut[] = [];
      for (const segment of layout.segmentPaths()) {
        if (ends.read(segment)) continue;
        const cut = recoverSegment(segment);
        if (cut !== undefined) cuts.push(cut);
        ends.read(segment);
      }
      options.onEnds?.(ends.ends);
      const names = [
        ...(await catalogue.segments()).map(({ name }) => name),
        ...layout.segmentPaths().map((one) => basename(one)),
      ];
      const after = names.toSorted().at(-1);
      const taken = new Set([...ends.sessions, ...(await catalogue.sessions()).map(({ name }) => name)]);
      const writer = new SegmentLog({
        folder: layout.segments,
        session: free(options.session ?? new Date(clock.now()).toISOString(), taken),
        program: options.program,
        clock,
        scheduler: options.scheduler,
        ends: ends.ends,
        ...(after === undefined ? {} : { after }),
        ...(segmentBytes === undefined ? {} : { segmentBytes }),
        ...(segmentMs === undefined ? {} : { segmentMs }),
        ...(onFailed === undefined ? {} : { onFailed }),
        ...(onMarksFailed === undefined ? {} : { onMarksFailed }),
        ...(onLost === undefined ? {} : { onLost }),
      });
      return new Recording({ writer, cuts, layout, store, clock, unlock, current: () => writer.path });
    } catch (error) {
      await store?.close();
      unlock();
      throw error;
    }
  }

  /** Segments that are closed and can be sealed, oldest first. */
  closedSegments(): string[] {
    const current = basename(this.current());
    return this.layout.segmentPaths().filter((path) => basename(path) !== current);
  }

  /** Seals every closed segment, oldest first. @throws {UnsealedError} for those that cannot be; all others are sealed. */
  seal(): Promise<SealedSegment[]> {
    return sealAll(this.layout, this.closedSegments(), this.store, this.clock);
  }

  /** Ends in good order. What is not sealed is sealed another time. */
  async close(reason: string): Promise<void> {
    try {
      await this.writer.close(reason);
    } finally {
      await this.store.close();
      this.unlock();
    }
  }
}

/**
 * Seals what a recorder that does not run any more has left in a folder.
 * @param address `postgres://…` for an archive in a database; default the folder.
 * @throws {UsageError} when a process records into it. @throws {UnsealedError} for segments that cannot be sealed; all others
 * are. @throws {DataError} when there is no recording.
 */
export async function sealFolder(folder: string, clock: Clock, address?: string): Promise<SealedSegment[]> {
  const layout = new FolderLayout(folder);
  if (address === undefined) layout.assertRecording();
  const unlock = await lockFile(layout.lock, 'a collector');
  try {
    const store = await openStore(layout, address, { megabytes: DUCK_MB });
    try {
      return await sealAll(layout, layout.segmentPaths(), store, clock);
    } finally {
      await store.close();
    }
  } finally {
    unlock();
  }
}

/** What was recorded elsewhere may have begun in the same moment: runs must not be taken for one. */
function free(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(one)) return one;
  }
}

async function sealAll(
  layout: FolderLayout,
  paths: readonly string[],
  { catalogue, shelf }: Store,
  clock: Clock,
): Promise<SealedSegment[]> {
  if (paths.length === 0) return [];
  const unlock = await lockFile(layout.maintenanceLock, 'another seal or compaction');
  try {
    const sealed: SealedSegment[] = [];
    const left = new Map<string, DataError>();
    const nowUs = () => microseconds(clock.now());
    for (const path of paths) {
      try {
        sealed.push(await sealSegment(path, { catalogue, shelf, nowUs, left: [...left.keys()] }));
      } catch (error) {
        if (!(error instanceof DataError)) throw error;
        left.set(path, error);
      }
    }
    if (left.size > 0) throw new UnsealedError(left, sealed);
    return sealed;
  } finally {
    unlock();
  }
}
