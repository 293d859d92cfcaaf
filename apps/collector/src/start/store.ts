import {
  prune,
  Recording,
  type RecordingWriter,
  type SealedSegment,
  sealFolder,
  UnsealedError,
} from '@fathom/recordings';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { bytes, many } from '../text/amounts.js';
import { sealedCounts, sealingComplaints } from '../text/sealed-counts.js';
import type { Note } from './view.js';

export interface StoreOptions {
  readonly folder: string;
  /** Where the archive is, if not in the folder: `postgres://…`. */
  readonly store?: string;
  readonly io: Io;
  /** What of the archive stays, milliseconds and bytes; all when left out. */
  readonly keep: { readonly maxAgeMs?: number; readonly maxBytes?: number };
  readonly onNote: (level: Note['level'], text: string) => void;
}

/** How often it is looked for segments to seal. */
const SEAL_EVERY_MS = 60_000;

/** Where everything is kept. What is complete is sealed in the background, a slice at a time. */
export class Store {
  readonly #options: StoreOptions;
  readonly #recording: Recording;
  readonly #failure: Failure;
  #sealing: Promise<void> = Promise.resolve();
  #isClosed = false;
  #cancel: () => void = () => {};

  private constructor(options: StoreOptions, recording: Recording, failure: Failure) {
    this.#options = options;
    this.#recording = recording;
    this.#failure = failure;
    for (const { path, cutBytes, reason, keptAs } of recording.cuts) {
      const kept = keptAs === undefined ? '' : `, kept as ${keptAs}`;
      options.onNote('warn', `${path}: ${cutBytes} bytes cut off: ${reason}${kept}`);
    }
    this.#sealSoon(1000);
  }

  /**
   * Takes hold of the folder, and repairs what a killed collector left.
   * @throws {UsageError} when another process records into it.
   * @throws {DataError} when it cannot be written to, or is of a newer Fathom.
   */
  static async open(options: StoreOptions): Promise<Store> {
    const { folder, store, io } = options;
    const failure = new Failure();
    const recording = await Recording.open({
      folder,
      ...(store !== undefined && { store }),
      program: 'collector 0.1.0',
      clock: io.time,
      scheduler: io.time,
      onFailed: (error) => failure.fail(error),
      onLost: (path) => options.onNote('warn', `${path} is gone: somebody removed it, and what stood in it is missing`),
      onMarksFailed: (error) => options.onNote('warn', `looking up a past book takes longer: ${textOf(error)}`),
    });
    return new Store(options, recording, failure);
  }

  get writer(): RecordingWriter {
    return this.#recording.writer;
  }

  /** Fails when nothing can be written any more; else never settles. */
  get failed(): Promise<never> {
    return this.#failure.promise;
  }

  /** Ends in good order, and seals what is left; that can be interrupted, and is done by the next run then. */
  async close(reason: string): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#sealing;
    await this.#recording.close(reason);
  }

  /** Seals what is left after `close`. */
  async sealRest(): Promise<void> {
    const { folder, store, io } = this.#options;
    await this.#sealed(() => sealFolder(folder, io.time, store));
  }

  #sealSoon(afterMs: number): void {
    this.#cancel = this.#options.io.time.after(afterMs, () => {
      this.#sealing = this.#sealAndWait();
    });
  }

  async #sealAndWait(): Promise<void> {
    if (this.#recording.closedSegments().length > 0) {
      await this.#sealed(() => this.#recording.seal());
      await this.#pruned();
    }
    if (!this.#isClosed) this.#sealSoon(SEAL_EVERY_MS);
  }

  /** Never fails: what could not be sealed stays where it is, and is tried again. */
  async #sealed(seal: () => ReturnType<Recording['seal']>): Promise<void> {
    const { onNote } = this.#options;
    try {
      this.#tellSealed(await seal());
    } catch (error) {
      if (error instanceof UnsealedError) this.#tellSealed(error.sealed);
      onNote('warn', `not sealed, tried again later: ${textOf(error)}`);
    }
  }

  #tellSealed(all: readonly SealedSegment[]): void {
    for (const sealed of all) {
      const complaints = sealingComplaints(sealed);
      if (sealed.parts.length === 0 && complaints.length === 0) continue;
      const text = [`sealed ${sealedCounts([sealed])}`, ...complaints].join('; ');
      this.#options.onNote(complaints.length === 0 ? 'info' : 'warn', text);
    }
  }

  async #pruned(): Promise<void> {
    const { folder, store, io, keep, onNote } = this.#options;
    if (keep.maxAgeMs === undefined && keep.maxBytes === undefined) return;
    try {
      const gone = await prune({ folder, ...(store !== undefined && { store }), clock: io.time, ...keep });
      if (gone.parts.length > 0)
        onNote('info', `removed the oldest ${many(gone.parts.length, 'part')}, ${bytes(gone.bytes)}`);
    } catch (error) {
      onNote('warn', `nothing old was removed: ${textOf(error)}`);
    }
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
