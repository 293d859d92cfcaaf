import type { ExecutionClient, MarketTrade, OrderEvent, OrderRequest } from '@fathom/contracts';
import { refusalText } from './refusal-text.js';
import { Venue, type VenueBook } from './venue.js';
import type { VenueEvent } from './venue-event.js';
import type { VenueInstrument } from './venue-instrument.js';
import type { VenueOptions } from './venue-options.js';

export interface VenueExecutionOptions extends Omit<VenueOptions, 'deliver' | 'instruments'> {
  readonly instrument: VenueInstrument;
  /** How long an order or a cancellation is on its way, milliseconds. Default 100. */
  readonly latencyMs?: number;
  /** Receives what became of the orders, one event at a time, never during `submit` or `cancel`. */
  readonly deliver: (event: OrderEvent) => void;
}

const USUAL_LATENCY_MS = 100;

interface OnItsWay {
  readonly arrivesAt: number;
  readonly arrive: () => void;
}

/**
 * Trades one instrument on a venue of its own: paper trading over a real feed. Give it the time first, then what
 * happened at that time. Whatever is submitted arrives `latencyMs` later and meets the book of then, so an order never
 * fills on the event it was decided on. All fees are taken in quote.
 */
export class VenueExecution implements ExecutionClient {
  /** For looking at: balances, orders, fills. */
  readonly venue: Venue;
  private readonly options: VenueExecutionOptions;
  private readonly latencyMs: number;
  private readonly onTheirWay: OnItsWay[] = [];

  constructor(options: VenueExecutionOptions) {
    const { instrument, latencyMs = USUAL_LATENCY_MS, deliver: _, ...venueOptions } = options;
    this.options = options;
    this.latencyMs = latencyMs;
    this.venue = new Venue({
      ...venueOptions,
      instruments: [instrument],
      deliver: (event) => this.translate(event),
    });
  }

  submit(request: OrderRequest): void {
    this.send(() => {
      const { clientOrderId, time: _, ...order } = request;
      const pair = this.options.instrument.name;
      const result = this.venue.submit({ pair, order, clientOrderId, feeIn: 'quote' });
      if ('accepted' in result) return;
      const reason = refusalText(result.refused);
      this.options.deliver({ type: 'order-rejected', time: this.venue.time, clientOrderId, reason });
    });
  }

  /** An order that is final when this arrives stays so: its last event has told. */
  cancel(clientOrderId: string): void {
    this.send(() => void this.venue.cancel({ clientOrderId }));
  }

  /**
   * It is now `time`, milliseconds since 1970 UTC.
   * @throws {UsageError} when it was later already.
   */
  advanceTo(time: number): void {
    for (let next = this.onTheirWay[0]; next !== undefined && next.arrivesAt <= time; next = this.onTheirWay[0]) {
      this.onTheirWay.shift();
      this.venue.advanceTo(Math.max(this.venue.time, next.arrivesAt));
      next.arrive();
    }
    this.venue.advanceTo(time);
  }

  /** See `Venue`. */
  bookChanged(book: VenueBook): void {
    this.venue.bookChanged(this.options.instrument.name, book);
  }

  /** See `Venue`. */
  traded(trade: MarketTrade): void {
    this.venue.traded(this.options.instrument.name, trade);
  }

  private send(arrive: () => void): void {
    this.onTheirWay.push({ arrivesAt: this.venue.time + this.latencyMs, arrive });
  }

  private translate(event: VenueEvent): void {
    if (!('order' in event) || event.order.clientOrderId === undefined) return;
    const about = { time: event.time, clientOrderId: event.order.clientOrderId };
    const { deliver } = this.options;
    if (event.type === 'accepted') {
      deliver({ ...about, type: 'order-accepted', exchangeOrderId: event.order.id });
    } else if (event.type === 'filled') {
      const { time, price, quantity, cost, fee, liquidity, referencePrice } = event.fill;
      const slippage = price.minus(referencePrice).abs().times(quantity);
      const fill = { time, price, quantity, cost, fee, liquidity, slippage };
      deliver({ ...about, type: 'order-filled', fill, isComplete: event.order.status === 'filled' });
    } else if (event.type === 'canceled') {
      deliver({ ...about, type: 'order-canceled', reason: event.reason });
    } else if (event.type === 'expired') {
      deliver({ ...about, type: 'order-canceled', reason: 'expired' });
    }
  }
}
