import type { BookRecord } from '../book-record.js';
import type { Part } from '../catalogue/part.js';
import type { FrameRecord, TradesRecord } from '../record-sink.js';
import type { BookRows } from './book-part-reader.js';
import type { PlannedPart } from './planned-part.js';
import type { BookRowSink } from './rows-to-books.js';

/** Collects what goes into one part. A part takes what is of its kind. */
export interface PartCollector {
  /** Levels, trades or frames collected. */
  readonly rows: number;
  /** @param checksum the replayed book's own after it. */
  book?(record: BookRecord, checksum: number): void;
  trades?(record: TradesRecord): void;
  frame?(record: FrameRecord): void;
  /** Forgets what came. */
  abandon(): Promise<void>;
}

/** Where parts are kept: a folder of Parquet files, or a database. All calls throw a `DataError` when that fails. */
export interface PartShelf {
  /** @param index tells it from others that collect at the same time. */
  collect(planned: PlannedPart, index: number): Promise<PartCollector>;
  /**
   * Keeps what was collected, reads it back, proves it, and only then lets it appear.
   * @param label with the first sequence it names the part, uniquely within its pair and day.
   */
  publish(planned: PlannedPart, label: string, collector: PartCollector): Promise<Part>;
  /**
   * Reads books of a part: yields the sequence of the last message it is about to tell, then tells.
   */
  books(part: Part, rows: BookRows, sink: BookRowSink): AsyncGenerator<number, void, undefined>;
  /** Reads market trades of a higher sequence. */
  trades(part: Part, afterSequence: number): AsyncGenerator<TradesRecord, void, undefined>;
  /** Proves that a part is what was written, to the last byte. */
  checkBytes(part: Part): Promise<void>;
  /** How messages name a part. */
  nameOf(part: Part): string;
  /** Whether it is still there. */
  has(part: Part): Promise<boolean>;
  /** Parts that the catalogue does not know any more go. */
  remove(parts: readonly Part[]): Promise<void>;
}
