import type { BookSnapshot, BookUpdate } from '@fathom/contracts';
import type { BookState } from '@fathom/order-book';
import type { BookRecordKind } from '../src/book-record.js';
import type { Gap } from '../src/gap.js';
import type { FrameRecord, RecordSink, SessionRecord, TradesRecord } from '../src/record-sink.js';
import type { RecordedPair } from '../src/recorded-pair.js';

export interface KeptBook {
  readonly kind: BookRecordKind;
  readonly sequence: number;
  readonly state: BookState;
  readonly event: BookSnapshot | BookUpdate;
}

/** Keeps copies of everything a sink is told. */
export class KeptRecords implements RecordSink {
  readonly pairs: { readonly pair: RecordedPair; readonly sequence: number }[] = [];
  readonly books: KeptBook[] = [];
  readonly tapes: TradesRecord[] = [];
  readonly gaps: { readonly pair: string; readonly gap: Gap }[] = [];
  readonly frames: FrameRecord[] = [];
  readonly sessions: SessionRecord[] = [];

  pair(pair: RecordedPair, sequence: number): void {
    this.pairs.push({ pair, sequence });
  }

  book(record: Parameters<RecordSink['book']>[0]): void {
    const { kind, sequence, state } = record;
    this.books.push({ kind, sequence, state, event: record.toEvent() });
  }

  trades(record: TradesRecord): void {
    this.tapes.push(record);
  }

  gap(pair: RecordedPair, gap: Gap): void {
    this.gaps.push({ pair: pair.id, gap });
  }

  frame(frame: FrameRecord): void {
    this.frames.push(frame);
  }

  session(session: SessionRecord): void {
    this.sessions.push(session);
  }
}
