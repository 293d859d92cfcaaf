import {
  Decimal,
  type EngineEvent,
  type ExecutionClient,
  type FeedEvent,
  type FeeCharged,
  type MarketTrade,
  type OrderChange,
  type OrderEvent,
  type OrderRequest,
  type PositionLiquidated,
  type Scheduler,
} from '@fathom/contracts';
import { type BookSide, OrderBook } from '@fathom/order-book';
import {
  type FeeRates,
  type StartingPosition,
  VenueExecution,
  type VenueInstrument,
  type VenueLevel,
} from '@fathom/simulator';

export interface PaperExecutionOptions {
  readonly instrument: VenueInstrument;
  /** What the account holds now. */
  readonly cash: Decimal;
  readonly holding: Decimal;
  /** And what is open on margin, oldest first. */
  readonly positions?: readonly Omit<StartingPosition, 'pair'>[];
  readonly fees: FeeRates;
  /** How long an order is on its way, milliseconds. */
  readonly latencyMs?: number;
  /** The exchange's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  /** The depth of the book that is subscribed. */
  readonly depth: number;
  readonly tell: (event: EngineEvent) => void;
  readonly scheduler: Scheduler;
  /** The book cannot be trusted: a new snapshot is wanted. */
  readonly onBadBook: () => void;
}

/** So long after its last order an account still remembers what it has taken of the book, milliseconds. */
const MEMORY_MS = 10_000;
/** Before a snapshot is asked for anew that was wrong itself; doubled each time. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Orders that are over and fills kept by an account that trades for months; all of it stands in the ledger. */
const REMEMBERED = 500;
/** Prints kept while the book cannot be trusted: a busy pair's minutes. */
const KEPT_PRINTS = 5_000;

/**
 * Fills orders from the real market's book and trades without anybody there knowing. Nothing is filled from a book that
 * cannot be trusted, before its first snapshot, after a wrong checksum or a lost connection: until the next snapshot the
 * account's time stands still, and what was sent meanwhile arrives late.
 */
export class PaperExecution implements ExecutionClient {
  private readonly options: PaperExecutionOptions;
  private readonly account: VenueExecution;
  private readonly book: OrderBook;
  /** Orders the venue may still have something to say of: only then does anybody need the book's levels as money. */
  private readonly working = new Set<string>();
  private readonly missedPrints: MarketTrade[] = [];
  private badSnapshots = 0;
  private isBookDue = false;
  private workedAt = Number.NEGATIVE_INFINITY;
  private hasRested = false;
  private isClosed = false;
  private checked = 0;
  private verified = 0;
  /** Keeps accounts of one process apart: order numbers begin anew with each. */
  private orders = 0;

  constructor(options: PaperExecutionOptions) {
    const { instrument, cash, holding, positions = [], fees, now, depth, latencyMs } = options;
    this.options = options;
    this.book = new OrderBook(depth);
    this.account = new VenueExecution({
      instrument,
      balances: new Map([
        [instrument.quote, cash],
        [instrument.base, holding],
      ]),
      positions: positions.map((position) => ({ ...position, pair: instrument.name })),
      time: now,
      feeRates: () => fees,
      remembered: REMEMBERED,
      nextId: (kind) => `PAPER-${kind}-${now}-${(this.orders += 1)}`,
      ...(latencyMs !== undefined && { latencyMs }),
      deliver: (event) => this.deliver(event),
    });
  }

  submit(order: OrderRequest): void {
    this.working.add(order.clientOrderId);
    this.account.submit(order);
  }

  cancel(order: OrderRequest): void {
    this.account.cancel(order);
  }

  amend(order: OrderRequest, change: OrderChange): void {
    this.account.amend(order, change);
  }

  /**
   * Takes up orders of an earlier process, with what is left of each. That one's exchange ended with it: what rested
   * there rests here from now on.
   */
  restore(resting: readonly OrderRequest[]): void {
    for (const order of resting) this.submit(order);
  }

  /** What was on its way to the exchange of an earlier process is gone with it. */
  find({ clientOrderId }: OrderRequest): void {
    const { now, tell, scheduler } = this.options;
    if (this.working.has(clientOrderId) || this.account.venue.order({ clientOrderId }) !== undefined) return;
    const reason = 'the paper exchange was restarted';
    scheduler.after(0, () => {
      if (!this.isClosed) tell({ type: 'order-canceled', time: now, clientOrderId, reason });
    });
  }

  /** Something of the market, at `now` by the exchange's clock. */
  heard(event: FeedEvent, now: number): void {
    const { instrument } = this.options;
    if (event.type === 'feed-disconnected') {
      if (event.subscriptions.some(({ channel, pair }) => channel === 'book' && pair === instrument.name))
        this.book.clear();
    } else if (!('pair' in event) || event.pair !== instrument.name) return;
    else if (event.type === 'book-snapshot' || event.type === 'book-update') this.bookHeard(event, now);
    else if (event.type === 'market-traded' && !event.isSnapshot) this.printsHeard(event.trades, now);
  }

  advanceTo(now: number): void {
    if (!this.isTrusted || now <= this.account.venue.time) return;
    this.showBook();
    this.account.advanceTo(now);
  }

  close(): void {
    this.isClosed = true;
  }

  /** Share of the book's messages whose checksum was right since it was asked before, percent; undefined for none. */
  takeVerifiedPercent(): number | undefined {
    const percent = this.checked === 0 ? undefined : (100 * this.verified) / this.checked;
    this.checked = 0;
    this.verified = 0;
    return percent;
  }

  private get isTrusted(): boolean {
    return this.book.state === 'verified';
  }

  private bookHeard(event: Parameters<OrderBook['apply']>[0], now: number): void {
    const wasTrusted = this.isTrusted;
    // Up to now the book was what it was.
    if (wasTrusted) this.advanceTo(now);
    const became = this.book.apply(event);
    this.checked += 1;
    if (became === 'verified') this.verified += 1;
    if (became === 'suspect') {
      if (wasTrusted) this.options.onBadBook();
      // A snapshot that is wrong itself: asking again at once would be asking for ever.
      else if (event.type === 'book-snapshot') this.askLater();
      return;
    }
    if (!this.isTrusted) return;
    this.badSnapshots = 0;
    this.isBookDue = true;
    // What rests here meets the new book first, at this instant; what is on its way arrives then.
    if (now > this.account.venue.time) this.account.venue.advanceTo(now);
    this.showBook();
    for (const trade of this.missedPrints.splice(0)) this.account.traded(trade);
    this.account.advanceTo(this.account.venue.time);
  }

  private askLater(): void {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.badSnapshots, LONGEST_PAUSE_MS);
    this.badSnapshots += 1;
    this.options.scheduler.after(pauseMs, () => {
      if (!this.isClosed && !this.isTrusted) this.options.onBadBook();
    });
  }

  private printsHeard(trades: readonly MarketTrade[], now: number): void {
    this.advanceTo(now);
    for (const trade of trades) {
      if (this.isTrusted) this.account.traded(trade);
      else this.missedPrints.push(trade);
    }
    if (this.missedPrints.length > KEPT_PRINTS) this.missedPrints.splice(0, this.missedPrints.length - KEPT_PRINTS);
  }

  /** Levels become money only when there may be something to fill: a busy book changes a hundred times a second. */
  private showBook(): void {
    if (!this.isBookDue) return;
    const { time } = this.account.venue;
    // A position on margin may have to be closed by the venue itself.
    if (this.working.size > 0 || this.account.venue.positions().length > 0) this.workedAt = time;
    else if (time - this.workedAt > MEMORY_MS) {
      this.hasRested = true;
      return;
    }
    this.isBookDue = false;
    // What was taken so long ago is not missing any more.
    if (this.hasRested) this.account.bookChanged({ bids: [], asks: [] });
    this.hasRested = false;
    this.account.bookChanged({ bids: levelsOf(this.book.bids), asks: levelsOf(this.book.asks) });
  }

  private deliver(event: OrderEvent | FeeCharged | PositionLiquidated): void {
    const isFinal =
      event.type === 'order-rejected' ||
      event.type === 'order-canceled' ||
      (event.type === 'order-filled' && event.isComplete);
    if (isFinal) this.working.delete(event.clientOrderId);
    if (!this.isClosed) this.options.tell(event);
  }
}

function levelsOf(side: BookSide): VenueLevel[] {
  return side
    .levels()
    .map(({ price, quantity }) => ({ price: Decimal.parse(price), quantity: Decimal.parse(quantity) }));
}
