import type { BookState } from '@fathom/order-book';

/** The first byte of a record: its kind in the lowest three bits, and flags. */
export const KIND = { update: 0, snapshot: 1, checkpoint: 2, trades: 3, note: 4, skip: 5, restart: 6 } as const;
export const BOOK_KINDS = ['update', 'snapshot', 'checkpoint'] as const;
/** Of a book: its state in two bits. */
export const STATE_SHIFT = 3;
export const STATES: readonly BookState[] = ['verified', 'suspect', 'unverifiable'];
/** Of a book: it is of the pair of the book record before. */
export const SAME_PAIR = 32;
/** Of a book: levels as text. */
export const AS_TEXT = 64;
/** Of a book: the exchange's checksum follows. Of trades: they are a snapshot. */
export const HAS_CHECKSUM = 128;
export const IS_SNAPSHOT = 128;
/** Both counts of a book's levels in one byte, 4 bits each, unless one needs more: then this, and two varints. */
export const MANY_LEVELS = 255;
/** Decimals of a traded number that is kept as text. */
export const TEXT_NUMBER = 255;

/** The state as its number. */
export function stateCode(state: BookState): number {
  return state === 'verified' ? 0 : state === 'suspect' ? 1 : 2;
}

/** What stands in a note: rare things, as JSON. `pair` is a pair's number in this stretch of records. */
export type Note =
  | {
      readonly type: 'pair';
      readonly pair: number;
      readonly name: string;
      readonly id: string;
      readonly depth: number;
      readonly priceDecimals: number;
      readonly quantityDecimals: number;
      readonly sequence: number;
    }
  | {
      readonly type: 'gap';
      readonly pair: number;
      readonly channel: 'book' | 'market-trades';
      readonly cause: string;
      readonly fromUs: number;
      readonly toUs: number;
      readonly detail: string;
    }
  | { readonly type: 'frame'; readonly us: number; readonly reason: string; readonly text: string }
  | {
      readonly type: 'started' | 'stopped';
      readonly us: number;
      readonly session: string;
      readonly detail: string;
    };
