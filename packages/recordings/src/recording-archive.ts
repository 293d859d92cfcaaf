import type { Clock } from '@fathom/contracts';
import { type BookAt, bookAt, lastBookAt, type ReplayRange, replayRange } from './archive/book-replay.js';
import { Duck } from './archive/duck.js';
import { ParquetShelf } from './archive/parquet-shelf.js';
import { pairsOf } from './archive/pairs-of.js';
import type { PartShelf } from './archive/part-shelf.js';
import { ProvedShelf } from './archive/proved-shelf.js';
import type { WalkSink, WalkSource } from './archive/walk-records.js';
import type { ReadCatalogue } from './catalogue/catalogue.js';
import { LateCatalogue } from './catalogue/late-catalogue.js';
import { FolderLayout } from './folder-layout.js';
import { microseconds } from './microseconds.js';
import { openDatabase, type Store } from './open-store.js';

/** Memory DuckDB may use for reading. */
const DUCK_MB = 64;
const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

export interface ArchiveOptions {
  /** `postgres://…` for an archive in a database; default the folder. */
  readonly store?: string;
  /** By which what is recorded goes on while somebody records; default the system's. */
  readonly clock?: Clock;
}

/** A recording for reading, whether or not somebody is recording into it. What is sealed meanwhile is seen. */
export class RecordingArchive {
  /** Empty until something is sealed. */
  readonly catalogue: ReadCatalogue;
  readonly layout: FolderLayout;
  readonly shelf: PartShelf;
  private readonly source: WalkSource;
  private opened: Promise<Duck> | undefined;

  private constructor(layout: FolderLayout, store: Store | undefined, clock: Clock) {
    this.layout = layout;
    this.catalogue = store?.catalogue ?? new LateCatalogue(layout.catalogue);
    this.shelf = store?.shelf ?? new ProvedShelf(new ParquetShelf(layout.folder, () => this.duck()));
    this.source = {
      layout,
      catalogue: this.catalogue,
      shelf: this.shelf,
      nowUs: () => microseconds(clock.now()),
    };
  }

  /** @throws {DataError} when there is no recording, or its catalogue cannot be read or is of a newer Fathom. */
  static async open(folder: string, { store, clock = SYSTEM_CLOCK }: ArchiveOptions = {}): Promise<RecordingArchive> {
    const layout = new FolderLayout(folder);
    if (store !== undefined) return new RecordingArchive(layout, await openDatabase(store), clock);
    layout.assertRecording();
    const archive = new RecordingArchive(layout, undefined, clock);
    // Whether it can be read at all is said now.
    await archive.catalogue.sessions();
    return archive;
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

  /**
   * The book of a pair, by id, at an instant: undefined before its first snapshot, and when nobody was recording then, or
   * nobody can know that yet.
   */
  at(pair: string, us: number): Promise<BookAt | undefined> {
    return bookAt(this.source, pair, us);
  }

  /** The book of a pair, by id, as it was last known at an instant, however long before; undefined before its first snapshot. */
  lastKnown(pair: string, us: number): Promise<BookAt | undefined> {
    return lastBookAt(this.source, pair, us);
  }

  /** Ids of all pairs that are recorded, by name, sealed or not. @throws {DataError} when a segment cannot be read. */
  pairs(): Promise<Map<string, string>> {
    return pairsOf(this.source);
  }

  async close(): Promise<void> {
    (await this.opened)?.close();
    await this.catalogue.close();
  }
}
