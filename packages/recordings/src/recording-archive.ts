import { existsSync } from 'node:fs';
import { DataError } from '@fathom/contracts';
import { type BookAt, bookAt, type ReplayRange, replayRange } from './archive/book-replay.js';
import { Duck } from './archive/duck.js';
import { ParquetShelf } from './archive/parquet-shelf.js';
import type { PartShelf } from './archive/part-shelf.js';
import type { WalkSink, WalkSource } from './archive/walk-records.js';
import { wasRecorded } from './archive/was-recorded.js';
import type { Catalogue } from './catalogue/catalogue.js';
import { FolderLayout } from './folder-layout.js';
import { QUIET } from './quiet-sink.js';
import { readSegment } from './segment/read-segment.js';
import { openStore, type Store } from './open-store.js';

/** Memory DuckDB may use for reading. */
const DUCK_MB = 64;

export interface ArchiveOptions {
  /** `postgres://…` for an archive in a database; default the folder. */
  readonly store?: string;
}

/** A recording for reading, whether or not somebody is recording into it. */
export class RecordingArchive {
  /** Undefined where nothing was sealed yet. */
  readonly catalogue: Catalogue | undefined;
  readonly layout: FolderLayout;
  readonly shelf: PartShelf;
  private readonly source: WalkSource;
  private readonly store: Store | undefined;
  private opened: Promise<Duck> | undefined;

  private constructor(layout: FolderLayout, store: Store | undefined) {
    this.layout = layout;
    this.store = store;
    this.catalogue = store?.catalogue;
    this.shelf = store?.shelf ?? new ParquetShelf(layout.folder, () => this.duck());
    this.source = { layout, catalogue: this.catalogue, shelf: this.shelf };
  }

  /** @throws {DataError} when there is no recording, or its catalogue cannot be read or is of a newer Fathom. */
  static async open(folder: string, { store }: ArchiveOptions = {}): Promise<RecordingArchive> {
    const layout = new FolderLayout(folder);
    const options = { megabytes: DUCK_MB, isReadOnly: true };
    if (store !== undefined || existsSync(layout.catalogue)) {
      return new RecordingArchive(layout, await openStore(layout, store, options));
    }
    if (!existsSync(layout.segments)) throw new DataError(`there is no recording in ${folder}`);
    return new RecordingArchive(layout, undefined);
  }

  /** DuckDB, loaded when it is first needed. */
  duck(): Promise<Duck> {
    this.opened ??= Duck.open({ megabytes: DUCK_MB, folder: this.layout.scratch });
    return this.opened;
  }

  /**
   * Tells a pair's books, market trades and gaps, in order; from a later instant than the first, the first book is the
   * whole book at that instant. Memory does not grow with the range.
   * @throws {DataError} when something cannot be read.
   */
  replay(range: ReplayRange, sink: WalkSink): Promise<void> {
    return replayRange(this.source, range, sink);
  }

  /** The book of a pair, by id, as it was known at an instant; undefined before its first snapshot. */
  at(pair: string, us: number): Promise<BookAt | undefined> {
    return bookAt(this.source, pair, us);
  }

  /** Ids of the pairs that stand in segments, by name. @throws {DataError} when one cannot be read. */
  unsealedPairs(): Map<string, string> {
    const ids = new Map<string, string>();
    for (const path of this.layout.segmentPaths()) {
      readSegment(path, { ...QUIET, pair: ({ name, id }) => void ids.set(name, id) });
    }
    return ids;
  }

  /** Whether somebody was recording at an instant at which a book was last known: only then is it still the book. */
  wasRecorded(book: BookAt, us: number): Promise<boolean> {
    return wasRecorded(this.source, book, us);
  }

  async close(): Promise<void> {
    (await this.opened)?.close();
    await this.store?.close();
  }
}
