import type { BookSnapshot, BookUpdate, MarketTraded } from '@fathom/contracts';
import type { BookState, OrderBook } from '@fathom/order-book';
import type { ClosedGap, Gap } from './gap.js';

/** Where a capture writes. Calls return at once and come in the order in which things happened. */
export interface CaptureLog {
  /** A book will be told of. It is as it was after the last message told, and for reading only. */
  opened(pair: string, book: OrderBook): void;
  /** @returns false when there is no room: it is not kept, and nothing of that pair is offered before `relieved`. */
  book(message: BookSnapshot | BookUpdate, state: BookState): boolean;
  /** @returns false as `book` does. */
  trades(message: MarketTraded): boolean;
  /** Always has room: at most one gap of a subscription is open. */
  gapBegan(gap: Gap): void;
  /** Before the message that ends it. */
  gapEnded(gap: ClosedGap): void;
  /** A frame that nobody understood, as received. `time` is its arrival, milliseconds since 1970 UTC. */
  verbatim(frame: string, reason: string, time: number): void;
}
