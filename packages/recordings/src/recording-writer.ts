import type { BookSnapshot, BookUpdate, MarketTraded } from '@fathom/contracts';
import type { BookState, OrderBook } from '@fathom/order-book';
import type { Gap } from './gap.js';
import type { RecordedPair } from './recorded-pair.js';

/** Writes one pair's records. All calls return at once. Everything throws a `DataError` once writing has failed. */
export interface PairRecorder {
  /** With the decimals of what was last written. */
  readonly pair: RecordedPair;
  /** The number of its last record, in all sessions; 0 before the first. */
  readonly sequence: number;
  /** When its last record reached us, microseconds since 1970 UTC, in all sessions; undefined before the first. */
  readonly lastReceivedUs: number | undefined;
  /**
   * A message of the book, with its digits as they came.
   * @param state the book's after it. Who reads replays the book and must come to the same.
   */
  book(message: BookSnapshot | BookUpdate, state: BookState): void;
  trades(traded: MarketTraded): void;
  /** Told when it is over, before what ends it. What lies between two sessions is written by the recorder itself. */
  gap(gap: Gap): void;
}

/** Puts what is captured on disk, in order. What was told in a tick of the event loop is written when the tick ends. */
export interface RecordingWriter {
  /**
   * Begins with a pair; once for each.
   * @param book is read, never changed: where a new segment begins it is written down as it is.
   */
  record(pair: RecordedPair, book: OrderBook): PairRecorder;
  /** Keeps what was not understood or not trusted, to the letter. `receivedAt` in milliseconds since 1970 UTC. */
  frame(text: string, receivedAt: number, reason: string): void;
  /** Writes now what was told. */
  flush(): void;
  /** Begins a new segment, so that what was written can be sealed. */
  rotate(): void;
  readonly figures: WriterFigures;
  /** Writes all of it, brings it to the disk and ends. `reason` is one line. */
  close(reason: string): Promise<void>;
}

/** What a writer has done since it was opened. */
export interface WriterFigures {
  /** Book messages and messages of trades. */
  readonly messages: number;
  readonly bytes: number;
  /** Writes to the file. */
  readonly writes: number;
  /** The longest time that something written was not yet on the disk, milliseconds. */
  readonly longestUnsyncedMs: number;
}
