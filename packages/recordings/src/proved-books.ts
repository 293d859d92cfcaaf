import { DataError } from '@fathom/contracts';
import { type BookState, OrderBook } from '@fathom/order-book';
import { BookRecord } from './book-record.js';
import { bookText, readBookText } from './book-text.js';
import type { RecordedPair } from './recorded-pair.js';

interface ProvedBook {
  readonly book: OrderBook;
  /** What stands in the books says less than what was known when it was recorded, until the next snapshot. */
  atBest: BookState;
}

/** Replays recorded books and compares every checksum anew. */
export class ProvedBooks {
  private readonly books = new Map<string, ProvedBook>();
  private readonly onDoubt: ((record: BookRecord, problem: string) => void) | undefined;

  /**
   * @param onDoubt is told of a message that was recorded as verified and is not, which then says what it is; so are all after
   * it, to the next snapshot. Default: an error.
   */
  constructor(onDoubt?: (record: BookRecord, problem: string) => void) {
    this.onDoubt = onDoubt;
  }

  /**
   * @returns the book after the message.
   * @throws {DataError} when a message that was recorded as verified is not, and nobody wants to be told.
   */
  apply(record: BookRecord): OrderBook {
    const { pair } = record;
    let one = this.books.get(pair.id);
    if (one === undefined || one.book.depth !== pair.depth) {
      one = { book: new OrderBook(pair.depth), atBest: 'verified' };
      this.books.set(pair.id, one);
    }
    const proved = record.applyTo(one.book);
    if (record.kind !== 'update') one.atBest = record.kind === 'checkpoint' ? record.state : 'verified';
    if (record.state === 'verified' && (proved !== 'verified' || one.atBest !== 'verified')) {
      const problem = `message ${record.sequence} of ${pair.name} was recorded as verified, but its checksum is not the book's`;
      if (this.onDoubt === undefined) throw new DataError(problem);
      record.state = proved === 'verified' ? one.atBest : proved;
      if (record.kind === 'checkpoint') one.atBest = record.state;
      this.onDoubt(record, problem);
    }
    return one.book;
  }

  /** A pair's book as a record to begin with; undefined when there is none. Times and sequence are the caller's. */
  checkpoint(pair: RecordedPair): BookRecord | undefined {
    const one = this.books.get(pair.id);
    if (one === undefined || one.book.state === 'unverifiable') return undefined;
    const record = new BookRecord();
    record.pair = pair;
    record.kind = 'checkpoint';
    readBookText(bookText(one.book, one.atBest === 'verified' ? one.book.state : one.atBest), record);
    record.checksum = one.book.checksum;
    return record;
  }
}
