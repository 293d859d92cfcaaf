import { join } from 'node:path';
import { type Clock, DataError, type Scheduler } from '@fathom/contracts';
import type { OrderBook } from '@fathom/order-book';
import { microseconds } from '../microseconds.js';
import { RecordEncoder } from '../record-encoder.js';
import type { RecordedPair } from '../recorded-pair.js';
import type { PairRecorder, RecordingWriter, WriterFigures } from '../recording-writer.js';
import { type AppendFile, createAppendFile } from './append-file.js';
import { FRAME_HEAD, frameHead, MAGIC } from './frames.js';
import type { PairEnd } from './pair-end.js';
import { appendMark } from './marks.js';
import { PairLog } from './pair-log.js';
import { segmentName } from './segment-name.js';

export interface SegmentLogOptions {
  /** An existing folder. */
  readonly folder: string;
  /** Names this run; unique. */
  readonly session: string;
  /** One line: the program that records. */
  readonly program: string;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  /** Runs a task when the present tick of the event loop ends. Default `setImmediate`. */
  readonly afterTick?: (task: () => void) => void;
  /** The name of the last segment before, which the next one must come after whatever the clock says. */
  readonly after?: string;
  /** What each pair, by id, had before. */
  readonly ends?: ReadonlyMap<string, PairEnd>;
  /** A segment is closed when it has this size; default 64 MiB. */
  readonly segmentBytes?: number;
  /** … or this age; default one hour. */
  readonly segmentMs?: number;
  /** After so many bytes the whole books are written again, for who reads from there; default 256 KiB. */
  readonly markBytes?: number;
  /** Default 20: how long after a write the disk is asked to keep it. */
  readonly syncAfterMs?: number;
  readonly createFile?: (path: string) => AppendFile;
  /** A segment is complete and on the disk. */
  readonly onClosed?: (path: string) => void;
  /** Writing has failed, once and for all. What was written before is intact. */
  readonly onFailed?: (error: unknown) => void;
  /** Marks of a segment could not be written: it will be read from its beginning. Recording goes on. */
  readonly onMarksFailed?: (error: unknown) => void;
  /** Somebody has removed the segment that was being written. What stood in it is missing; recording goes on in a new one. */
  readonly onLost?: (path: string) => void;
}

const SEGMENT_BYTES = 64 * 2 ** 20;
const SEGMENT_MS = 3_600_000;
const MARK_BYTES = 2 ** 18;
/** … and never more often than so many times the size of those books. */
const MARK_SHARE = 16;
const SYNC_AFTER_MS = 20;
/** So much is not held back for the end of the tick. */
const BUFFER_BYTES = 2 ** 20;

/**
 * Writes records into segment files. A frame is written at the end of each tick, so that a process that is killed
 * loses nothing it had handled before, and the disk has it at most 50 ms later. Each segment begins with the whole book
 * of each pair, so that it can be read alone.
 */
export class SegmentLog implements RecordingWriter {
  private readonly options: SegmentLogOptions;
  private readonly encoder = new RecordEncoder();
  private readonly pairs: PairLog[] = [];
  private file: AppendFile;
  private segmentBytes = 0;
  private segmentSince = 0;
  private nextMarkAt = 0;
  private isTickAwaited = false;
  private isSyncAwaited = false;
  private unsyncedSince: number | undefined;
  private failure: unknown;
  private isClosed = false;
  private syncing: Promise<void> = Promise.resolve();
  private readonly counts = { messages: 0, bytes: 0, writes: 0, longestUnsyncedMs: 0 };

  /** @throws {DataError} when there can be no file. */
  constructor(options: SegmentLogOptions) {
    this.options = options;
    this.file = this.create();
    const { session, program: detail } = options;
    this.encoder.session({ type: 'started', us: this.nowUs(), session, detail });
    this.flush();
  }

  get figures(): WriterFigures {
    return { ...this.counts };
  }

  /** The file that is being written. */
  get path(): string {
    return this.file.path;
  }

  record(pair: RecordedPair, book: OrderBook): PairRecorder {
    this.assertOpen();
    if (this.pairs.some((known) => known.pair.id === pair.id)) {
      throw new DataError(`${pair.name} is recorded already`);
    }
    const end = this.options.ends?.get(pair.id);
    const log = new PairLog(pair, book, end, this.encoder, () => this.told());
    this.pairs.push(log);
    if (end !== undefined) log.gapsSince(end, this.nowUs());
    this.awaitTick();
    return log;
  }

  frame(text: string, receivedAt: number, reason: string): void {
    this.assertOpen();
    this.encoder.frame({ receivedUs: microseconds(receivedAt), reason, text });
    this.awaitTick();
  }

  flush(): void {
    const { encoder } = this;
    if (encoder.out.size === 0 || this.failure !== undefined) return;
    this.write();
    if (this.hasFailed) return;
    const age = this.options.clock.now() - this.segmentSince;
    if (
      this.segmentBytes >= (this.options.segmentBytes ?? SEGMENT_BYTES) ||
      age >= (this.options.segmentMs ?? SEGMENT_MS)
    ) {
      this.rotate();
    } else if (this.segmentBytes >= this.nextMarkAt) this.mark();
  }

  rotate(): void {
    this.assertOpen();
    if (this.encoder.out.size > 0) this.write();
    const { path } = this.file;
    if (this.failure === undefined && this.beginNext()) this.options.onClosed?.(path);
  }

  /** Goes on in a new segment. @returns whether there is one. */
  private beginNext(): boolean {
    const { file } = this;
    try {
      // The old one stays open until there is another: who fails here still closes it once.
      this.file = this.create();
      this.unsyncedSince = undefined;
      file.close();
    } catch (error) {
      this.fail(error);
      return false;
    }
    this.encoder.restart();
    for (const pair of this.pairs) pair.restart(this.nowUs());
    if (this.encoder.out.size > 0) this.write();
    // The books stand at its beginning: they are not wanted once more right behind it.
    this.awaitMark(MAGIC.length);
    return true;
  }

  /** What is written into a file that nobody finds is lost: as little as can be. */
  private assureThere(): void {
    const { path } = this.file;
    try {
      if (this.file.isThere()) return;
    } catch (error) {
      this.fail(error);
      return;
    }
    this.options.onLost?.(path);
    this.beginNext();
  }

  async close(reason: string): Promise<void> {
    if (this.isClosed) return;
    if (this.failure === undefined) this.assureThere();
    if (!this.hasFailed) {
      this.encoder.session({ type: 'stopped', us: this.nowUs(), session: this.options.session, detail: reason });
      this.write();
    }
    this.isClosed = true;
    await this.syncing;
    this.file.close();
    this.options.onClosed?.(this.file.path);
  }

  /** A pair has told something. */
  private told(): void {
    this.assertOpen();
    this.counts.messages += 1;
    if (this.encoder.out.size >= BUFFER_BYTES) this.flush();
    else this.awaitTick();
  }

  private awaitTick(): void {
    if (this.isTickAwaited) return;
    this.isTickAwaited = true;
    const afterTick = this.options.afterTick ?? setImmediate;
    afterTick(() => {
      this.isTickAwaited = false;
      if (!this.isClosed) this.flush();
    });
  }

  private write(): void {
    const { out } = this.encoder;
    const body = out.bytes.subarray(0, out.size);
    try {
      this.file.append([frameHead(body), body]);
    } catch (error) {
      this.fail(error);
      return;
    }
    const bytes = FRAME_HEAD + out.size;
    out.size = 0;
    this.segmentBytes += bytes;
    this.counts.bytes += bytes;
    this.counts.writes += 1;
    this.unsyncedSince ??= this.options.clock.now();
    this.awaitSync();
  }

  /** The whole books once more, so that reading can begin here. */
  private mark(): void {
    const { encoder, pairs } = this;
    const offset = this.segmentBytes;
    const us = pairs.reduce((latest, { latestUs }) => Math.max(latest, latestUs), 0);
    encoder.mark();
    for (const pair of pairs) pair.restart(this.nowUs());
    this.write();
    if (this.failure !== undefined) return;
    this.awaitMark(offset);
    try {
      appendMark(this.path, { offset, us });
    } catch (error) {
      this.nextMarkAt = Number.POSITIVE_INFINITY;
      this.options.onMarksFailed?.(error);
    }
  }

  /** @param offset where the books begin that were written last. */
  private awaitMark(offset: number): void {
    const books = this.segmentBytes - offset;
    this.nextMarkAt = this.segmentBytes + Math.max(this.options.markBytes ?? MARK_BYTES, MARK_SHARE * books);
  }

  private awaitSync(): void {
    if (this.isSyncAwaited) return;
    this.isSyncAwaited = true;
    this.options.scheduler.after(this.options.syncAfterMs ?? SYNC_AFTER_MS, () => {
      if (this.isClosed || this.failure !== undefined) return;
      this.assureThere();
      if (this.hasFailed) return;
      this.syncing = new Promise((resolve) => {
        this.sync(this.file, resolve);
      });
    });
  }

  private sync(file: AppendFile, done: () => void): void {
    const since = this.unsyncedSince;
    this.unsyncedSince = undefined;
    file.sync((error) => {
      this.isSyncAwaited = false;
      // A file that was closed meanwhile was brought to the disk by that.
      if (error !== undefined && file === this.file && !this.isClosed) this.fail(error);
      if (since !== undefined) {
        this.counts.longestUnsyncedMs = Math.max(this.counts.longestUnsyncedMs, this.options.clock.now() - since);
      }
      if (this.unsyncedSince !== undefined && !this.isClosed) this.awaitSync();
      done();
    });
  }

  private create(): AppendFile {
    const { folder, clock, createFile = createAppendFile } = this.options;
    const file = createFile(join(folder, segmentName(this.nowUs(), this.file?.path ?? this.options.after)));
    file.append([MAGIC]);
    this.segmentBytes = MAGIC.length;
    this.nextMarkAt = this.options.markBytes ?? MARK_BYTES;
    this.segmentSince = clock.now();
    return file;
  }

  /** Asked anew after a write: the compiler takes what it knew before for still true. */
  private get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  private fail(error: unknown): void {
    if (this.failure !== undefined) return;
    this.failure = error;
    this.options.onFailed?.(error);
  }

  private assertOpen(): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.isClosed) throw new DataError('the recording is closed');
  }

  private nowUs(): number {
    return microseconds(this.options.clock.now());
  }
}
