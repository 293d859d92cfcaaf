import type { BookRecordKind } from '../book-record.js';
import type { BookState } from '@fathom/order-book';

/** Bits of the column `flags` of a book's row. */
export const FLAGS = {
  /** The row's level is an ask; else a bid. */
  ask: 1,
  /** The message is a snapshot: what was known before is gone. */
  snapshot: 2,
  /** The message is the whole book after the message of the same sequence, put in by the recorder. */
  checkpoint: 4,
  /** A checksum since the last snapshot was wrong. */
  suspect: 8,
  /** There was nothing to check against. */
  unverifiable: 16,
  /** The message has no levels; price and quantity mean nothing. */
  empty: 32,
  /** The digits stand in `price_text` and `quantity_text`. */
  text: 64,
} as const;

/** Those that all rows of a message share. */
export const MESSAGE_FLAGS = FLAGS.snapshot | FLAGS.checkpoint | FLAGS.suspect | FLAGS.unverifiable;

export function messageFlags(kind: BookRecordKind, state: BookState): number {
  return (
    (kind === 'update' ? 0 : kind === 'snapshot' ? FLAGS.snapshot : FLAGS.checkpoint) |
    (state === 'verified' ? 0 : state === 'suspect' ? FLAGS.suspect : FLAGS.unverifiable)
  );
}

export function kindOf(flags: number): BookRecordKind {
  return (flags & FLAGS.snapshot) !== 0 ? 'snapshot' : (flags & FLAGS.checkpoint) !== 0 ? 'checkpoint' : 'update';
}

export function stateOf(flags: number): BookState {
  return (flags & FLAGS.suspect) !== 0 ? 'suspect' : (flags & FLAGS.unverifiable) !== 0 ? 'unverifiable' : 'verified';
}
