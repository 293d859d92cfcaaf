import {
  amendIntended,
  type Decimal,
  type ExecutionClient,
  type Instrument,
  type LedgerEvent,
  type LedgerStore,
  type OrderChange,
} from '@fathom/contracts';
import { type Ledger, type OrderDraft, OrderRecord } from '@fathom/ledger';
import type { EngineOptions } from './engine-options.js';
import { LatestQuote } from './latest-quote.js';
import { nearestTick } from './nearest-tick.js';
import { Risk } from './risk/risk.js';

/** What all parts of an engine share: the books, the way out, and what time and price it is. */
export class Desk {
  readonly ledger: Ledger;
  readonly execution: ExecutionClient;
  readonly instrument: Instrument;
  readonly store: LedgerStore | undefined;
  readonly risk: Risk | undefined;
  readonly quote = new LatestQuote();
  /** Of what is being acted on, milliseconds since 1970 UTC. */
  time = Number.NaN;
  /** The newest candle's close. */
  price = Number.NaN;
  /** Client order ids begin with it. */
  private readonly idStart: string;

  constructor({ ledger, execution, instrument, store, limits, botId }: EngineOptions) {
    this.ledger = ledger;
    this.execution = execution;
    this.instrument = instrument;
    this.store = store;
    this.risk = limits === undefined ? undefined : new Risk(limits);
    this.idStart = `${botId}-`;
  }

  /** Keeps an event and lets the ledger take it in. */
  keep(event: LedgerEvent): void {
    this.store?.append(event);
    this.ledger.apply(event);
  }

  send(draft: OrderDraft, idEnd: string): OrderRecord {
    const order = new OrderRecord(draft, this.idStart, idEnd);
    // Recorded before it is sent: a crash in between leaves an order to look for, never one nobody knows of.
    this.store?.append(order.intended());
    this.ledger.intend(order);
    this.risk?.orderSent(order.time);
    this.execution.submit(order);
    return order;
  }

  /** Asks for new prices of an order that rests; a client that cannot give any leaves it as it is. */
  amend(order: OrderRecord, change: OrderChange): void {
    if (this.execution.amend === undefined) return;
    this.store?.append(amendIntended(order, this.time, change));
    order.ask(change);
    this.execution.amend(order, change);
  }

  /** The nearest price the exchange takes. */
  tick(price: number): Decimal {
    return nearestTick(price, this.instrument);
  }
}
