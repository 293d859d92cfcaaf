import { type BookLevel, type BookSnapshot, type BookUpdate, DataError, type ResyncCause } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import type { CaptureLog } from './capture-log.js';
import { Figures } from './figures.js';
import { GapKeeper } from './gap-keeper.js';

export interface BookCaptureOptions {
  readonly pair: string;
  readonly depth: number;
  readonly log: CaptureLog;
  /** Asks for a new snapshot. */
  readonly resync: () => void;
}

/** A book as it was when its subscription went quiet. */
interface QuietBook {
  readonly since: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** What of one book is kept, and where something is missing. While no gap is open, every message is verified. */
export class BookCapture {
  readonly figures: Figures;
  readonly #log: CaptureLog;
  readonly #resync: () => void;
  readonly #book: OrderBook;
  readonly #gap: GapKeeper;
  #isShut = false;
  /** Arrival of the last verified message. */
  #soundAt: number | undefined;
  #quiet: QuietBook | undefined;

  constructor({ pair, depth, log, resync }: BookCaptureOptions) {
    this.figures = new Figures('book', pair);
    this.#log = log;
    this.#resync = resync;
    this.#book = new OrderBook(depth);
    this.#gap = new GapKeeper(log, this.figures);
  }

  /** To look at. */
  get book(): OrderBook {
    return this.#book;
  }

  begin(now: number): void {
    this.#log.opened(this.figures.pair, this.#book);
    this.#gap.open('start', now);
  }

  end(now: number): void {
    this.#gap.turn('stop', now);
  }

  take(message: BookSnapshot | BookUpdate): void {
    const { figures } = this;
    const { receivedAt } = message;
    figures.lastAt = receivedAt;
    figures.lagMs = receivedAt - message.time;
    if (this.#isShut) {
      figures.dropped += 1;
      return;
    }
    const before = this.#book.state;
    if (message.type === 'book-snapshot' && !this.#gap.isOpen && !this.#is(message)) {
      // Nobody said why there is a new one.
      this.#gap.open('hole', this.#soundAt ?? receivedAt);
    }
    const state = this.#applied(message);
    if (state === undefined) return;
    if (state === 'suspect') this.#gap.open('mismatch', this.#soundAt ?? receivedAt);
    if (state === 'verified' && this.#gap.isOpen) this.#heal(message);
    if (!this.#log.book(message, state)) {
      this.#shut(receivedAt);
      return;
    }
    figures.kept += 1;
    figures[state] += 1;
    if (state === 'verified') {
      this.#soundAt = receivedAt;
    } else if (state === 'suspect' && (before === 'verified' || message.type === 'book-snapshot')) {
      this.#fetch();
    }
  }

  /** Nothing is known from `from` on until the next snapshot. */
  lost(cause: 'disconnect' | 'silence', from: number): void {
    this.#gap.open(cause, from);
    this.#forget();
  }

  refused(now: number): void {
    this.#gap.turn('refusal', now);
    this.#forget();
  }

  /** The feed fetches a new snapshot by its own decision. */
  resyncBegun(cause: ResyncCause, now: number): void {
    this.figures.resyncs += 1;
    const since = this.#soundAt ?? now;
    if (cause === 'quiet') {
      if (!this.#gap.isOpen)
        this.#quiet = { since: now, bids: this.#book.bids.levels(), asks: this.#book.asks.levels() };
      this.#gap.open('silence', since);
      this.#book.clear();
    } else {
      this.#gap.open(cause, since);
      this.#forget();
    }
  }

  /** There is room again. */
  relieved(): void {
    if (!this.#isShut) return;
    this.#isShut = false;
    this.#fetch();
  }

  /** The state after `message`; undefined when it is no book at all. */
  #applied(message: BookSnapshot | BookUpdate) {
    try {
      return this.#book.apply(message);
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#gap.open('unreadable', this.#soundAt ?? message.receivedAt);
      this.#log.verbatim(JSON.stringify(message), error.message, message.receivedAt);
      this.#fetch();
      return undefined;
    }
  }

  /** A verified snapshot has come. */
  #heal({ receivedAt, bids, asks }: BookSnapshot | BookUpdate): void {
    const quiet = this.#quiet;
    this.#quiet = undefined;
    // The same book as before the silence: only while it was fetched something may have come and gone.
    const isSame = quiet !== undefined && areSame(quiet.bids, bids) && areSame(quiet.asks, asks);
    this.#gap.close(receivedAt, isSame ? quiet.since : undefined);
    this.#soundAt = receivedAt;
  }

  /** Whether a snapshot says what is known already. */
  #is({ bids, asks }: BookSnapshot): boolean {
    return areSame(this.#book.bids.levels(), bids) && areSame(this.#book.asks.levels(), asks);
  }

  #shut(now: number): void {
    this.#gap.open('back-pressure', this.#soundAt ?? now);
    this.#isShut = true;
    this.figures.dropped += 1;
    this.#forget();
  }

  #forget(): void {
    this.#quiet = undefined;
    this.#book.clear();
  }

  #fetch(): void {
    this.figures.resyncs += 1;
    this.#resync();
  }
}

function areSame(before: readonly BookLevel[], after: readonly BookLevel[]): boolean {
  return (
    before.length === after.length &&
    before.every(({ price, quantity }, index) => price === after[index]?.price && quantity === after[index].quantity)
  );
}
