import type { BookSnapshot, BookUpdate } from '@fathom/contracts';
import type { BookState, OrderBook, UnitMessage } from '@fathom/order-book';
import { milliseconds } from './microseconds.js';
import { RecordedLevels } from './recorded-levels.js';
import { NO_PAIR, type RecordedPair } from './recorded-pair.js';

/**
 * What a recorded message is: what the exchange sent, or the whole book as it was after the message of the same
 * sequence number, put in so that reading can begin there.
 */
export type BookRecordKind = 'update' | 'snapshot' | 'checkpoint';

/** A recorded message of a book. One object is used for all of a reading: copy what is to be kept. */
export class BookRecord implements UnitMessage {
  pair: RecordedPair = NO_PAIR;
  kind: BookRecordKind = 'update';
  /** Counts the pair's records, trades among them, from 1 and without a hole; ours, not the exchange's. */
  sequence = 0;
  /** The exchange's time, microseconds since 1970 UTC. */
  exchangeUs = 0;
  /** When it reached us, in the same unit. */
  receivedUs = 0;
  /** What was known of the book after it, when it was recorded. */
  state: BookState = 'unverifiable';
  /** The exchange's checksum; undefined where it is not stored, because it is the book's own. */
  checksum: number | undefined;
  readonly bids = new RecordedLevels();
  readonly asks = new RecordedLevels();

  get isSnapshot(): boolean {
    return this.kind !== 'update';
  }

  get priceDecimals(): number {
    return this.pair.priceDecimals;
  }

  get quantityDecimals(): number {
    return this.pair.quantityDecimals;
  }

  /**
   * Does to a book what the exchange said. With a stored checksum the book's own is compared with it.
   * @returns the book's state after it.
   */
  applyTo(book: OrderBook): BookState {
    if (this.bids.texts === undefined && this.asks.texts === undefined) return book.applyUnits(this);
    const { type, bids, asks } = this.toEvent();
    return book.apply({ type, bids, asks, checksum: this.checksum });
  }

  /** As the feed delivered it; a checksum that is not stored is the one `book` has after it, else 0. */
  toEvent(book?: OrderBook): BookSnapshot | BookUpdate {
    const { pair } = this;
    return {
      type: this.isSnapshot ? 'book-snapshot' : 'book-update',
      pair: pair.name,
      time: milliseconds(this.exchangeUs),
      receivedAt: milliseconds(this.receivedUs),
      depth: pair.depth,
      bids: this.bids.levels(pair.priceDecimals, pair.quantityDecimals),
      asks: this.asks.levels(pair.priceDecimals, pair.quantityDecimals),
      checksum: this.checksum ?? book?.checksum ?? 0,
    };
  }
}
