import {
  Decimal,
  type EngineEvent,
  type ExecutionClient,
  type FeedEvent,
  type Instrument,
  type OrderRequest,
  type Scheduler,
} from '@fathom/contracts';
import { type BookSide, OrderBook } from '@fathom/order-book';
import { type FeeRates, VenueExecution, type VenueLevel } from '@fathom/simulator';

export interface PaperExecutionOptions {
  readonly instrument: Instrument;
  /** What the account holds now. */
  readonly cash: Decimal;
  readonly holding: Decimal;
  readonly fees: FeeRates;
  /** The exchange's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  /** The depth of the book that is subscribed. */
  readonly depth: number;
  readonly tell: (event: EngineEvent) => void;
  readonly scheduler: Scheduler;
  /** The book cannot be trusted: a new snapshot is wanted. */
  readonly onBadBook: () => void;
}

/**
 * Fills orders from the real market's book and trades without anybody there knowing. Nothing is filled from a book whose
 * checksum is wrong.
 */
export class PaperExecution implements ExecutionClient {
  private readonly options: PaperExecutionOptions;
  private readonly venue: VenueExecution;
  private readonly book: OrderBook;
  private isClosed = false;
  /** Keeps accounts of one process apart: order numbers begin anew with each. */
  private orders = 0;

  constructor(options: PaperExecutionOptions) {
    const { instrument, cash, holding, fees, now, depth } = options;
    this.options = options;
    this.book = new OrderBook(depth);
    this.venue = new VenueExecution({
      instrument: { ...instrument, leverageBuy: [], leverageSell: [], marginCallPercent: 80, marginStopPercent: 40 },
      balances: new Map([
        [instrument.quote, cash],
        [instrument.base, holding],
      ]),
      time: now,
      feeRates: () => fees,
      nextId: (kind) => `PAPER-${kind}-${now}-${(this.orders += 1)}`,
      deliver: (event) => {
        if (!this.isClosed) options.tell(event);
      },
    });
  }

  submit(order: OrderRequest): void {
    this.venue.submit(order);
  }

  cancel(order: OrderRequest): void {
    this.venue.cancel(order);
  }

  /**
   * Takes up orders of an earlier process, with what is left of each. That one's exchange ended with it: what rested
   * there rests here from now on.
   */
  restore(resting: readonly OrderRequest[]): void {
    for (const order of resting) this.venue.submit(order);
  }

  /** What was on its way to the exchange of an earlier process is gone with it. */
  find({ clientOrderId }: OrderRequest): void {
    const { now, tell, scheduler } = this.options;
    if (this.venue.venue.order({ clientOrderId }) !== undefined) return;
    const reason = 'the paper exchange was restarted';
    scheduler.after(0, () => {
      if (!this.isClosed) tell({ type: 'order-canceled', time: now, clientOrderId, reason });
    });
  }

  /** Something of the market, at `now` by the exchange's clock. */
  heard(event: FeedEvent, now: number): void {
    const { instrument, onBadBook } = this.options;
    if (!('pair' in event) || event.pair !== instrument.name) return;
    this.advanceTo(now);
    if (event.type === 'book-snapshot' || event.type === 'book-update') {
      if (this.book.apply(event) === 'suspect') onBadBook();
      else if (this.book.state === 'verified') {
        this.venue.bookChanged({ bids: levelsOf(this.book.bids), asks: levelsOf(this.book.asks) });
      }
    } else if (event.type === 'market-traded' && !event.isSnapshot) {
      for (const trade of event.trades) this.venue.traded(trade);
    }
  }

  advanceTo(now: number): void {
    if (now > this.venue.venue.time) this.venue.advanceTo(now);
  }

  close(): void {
    this.isClosed = true;
  }
}

function levelsOf(side: BookSide): VenueLevel[] {
  return side
    .levels()
    .map(({ price, quantity }) => ({ price: Decimal.parse(price), quantity: Decimal.parse(quantity) }));
}
