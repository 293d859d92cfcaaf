import type { MarketTrade } from '@fathom/contracts';
import type { BookRecord } from './book-record.js';
import type { Gap } from './gap.js';
import type { RecordedPair } from './recorded-pair.js';

/** Market trades as they came in one message. */
export interface TradesRecord {
  readonly pair: RecordedPair;
  /** As a book record's: one count for both. */
  readonly sequence: number;
  readonly receivedUs: number;
  /** The last trades before the subscription, which may be stored already. */
  readonly isSnapshot: boolean;
  readonly trades: readonly MarketTrade[];
}

/** What was received and not understood, or not trusted, to the letter. */
export interface FrameRecord {
  readonly receivedUs: number;
  /** One line: why it is kept. */
  readonly reason: string;
  readonly text: string;
}

/** A recorder began to write here, or ended in good order. */
export interface SessionRecord {
  readonly type: 'started' | 'stopped';
  /** By our clock, microseconds since 1970 UTC. */
  readonly us: number;
  /** The session's own name. */
  readonly session: string;
  /** One line: which program, or why it stopped. */
  readonly detail: string;
}

/** Is told what stands in a recording, in its order. */
export interface RecordSink {
  /** A pair is defined, or its precision is another one from here on. `sequence` is that of its last record before. */
  pair(pair: RecordedPair, sequence: number): void;
  /** The object is used again for the next one. */
  book(record: BookRecord): void;
  trades(record: TradesRecord): void;
  gap(pair: RecordedPair, gap: Gap): void;
  frame(record: FrameRecord): void;
  session(record: SessionRecord): void;
}
