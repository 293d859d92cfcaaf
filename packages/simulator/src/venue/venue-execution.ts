import {
  type Decimal,
  type ExecutionClient,
  type FeeCharged,
  type Fill,
  type MarketTrade,
  type OrderChange,
  type OrderEvent,
  type OrderRequest,
  plainRequest,
  type PositionLiquidated,
} from '@fathom/contracts';
import { refusalText } from './refusal-text.js';
import { Venue, type VenueBook } from './venue.js';
import type { VenueBalanceChanged, VenueEvent, VenueMarginCalled, VenueOrderFilled } from './venue-event.js';
import type { VenueInstrument } from './venue-instrument.js';
import type { VenueOptions } from './venue-options.js';

export interface VenueExecutionOptions extends Omit<VenueOptions, 'deliver' | 'instruments'> {
  readonly instrument: VenueInstrument;
  /** How long an order or a cancellation is on its way, milliseconds. Default 100. */
  readonly latencyMs?: number;
  /** Receives what became of the orders and what befell the account, one at a time, never during `submit` or `cancel`. */
  readonly deliver: (event: OrderEvent | FeeCharged | PositionLiquidated) => void;
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
  /** A fill on margin is told with what it has realised, which the next booking says. */
  private unbooked: VenueOrderFilled | undefined;
  /** What is being asked for while the venue amends. */
  private asked: OrderChange = {};

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
      const { clientOrderId, time: _, terms, ...order } = plainRequest(request);
      const pair = this.options.instrument.name;
      const result = this.venue.submit({ pair, order, clientOrderId, feeIn: 'quote', ...(terms && { terms }) });
      if ('accepted' in result) return;
      const reason = refusalText(result.refused);
      this.options.deliver({ type: 'order-rejected', time: this.venue.time, clientOrderId, reason });
    });
  }

  /** An order that is final when this arrives stays so: its last event has told. */
  cancel({ clientOrderId }: OrderRequest): void {
    this.send(() => void this.venue.cancel({ clientOrderId }));
  }

  /** As `cancel` for an order that is final when this arrives. */
  amend({ clientOrderId }: OrderRequest, change: OrderChange): void {
    this.send(() => {
      this.asked = change;
      const result = this.venue.amend({ clientOrderId }, change);
      if ('accepted' in result || result.refused.code === 'unknown-order') return;
      const reason = refusalText(result.refused);
      this.options.deliver({ type: 'order-amend-refused', time: this.venue.time, clientOrderId, reason });
    });
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
    if (event.type === 'balance-changed') {
      this.booked(event);
      return;
    }
    if (!('order' in event)) return;
    if (event.type === 'filled' && event.order.terms.leverage !== undefined) this.unbooked = event;
    else if (event.type === 'filled') this.tellFill(event, undefined);
    else if (event.order.clientOrderId !== undefined) this.tell(event, event.order.clientOrderId);
  }

  private tell(event: Exclude<VenueEvent, VenueBalanceChanged | VenueMarginCalled>, clientOrderId: string): void {
    const about = { time: event.time, clientOrderId };
    const { deliver } = this.options;
    if (event.type === 'accepted') deliver({ ...about, type: 'order-accepted', exchangeOrderId: event.order.id });
    else if (event.type === 'canceled') deliver({ ...about, type: 'order-canceled', reason: event.reason });
    else if (event.type === 'expired') deliver({ ...about, type: 'order-canceled', reason: 'expired' });
    else if (event.type === 'amended') deliver({ ...about, type: 'order-amended', change: this.asked });
  }

  private booked({ time, entry }: VenueBalanceChanged): void {
    const { kind, id, fee, amount } = entry;
    if (kind === 'rollover') this.options.deliver({ type: 'fee-charged', time, id, kind, fee });
    else if (kind === 'margin' && this.unbooked !== undefined) {
      const filled = this.unbooked;
      this.unbooked = undefined;
      this.tellFill(filled, amount);
    }
  }

  private tellFill({ time, order, fill: made }: VenueOrderFilled, gain: Decimal | undefined): void {
    const { price, quantity, cost, fee, liquidity, referencePrice } = made;
    const slippage = price.minus(referencePrice).abs().times(quantity);
    const { clientOrderId, side, isLiquidation, id } = order;
    const isShort = side === 'buy' && made.feeAsset === this.options.instrument.base;
    const feeInBase = isShort && made.feeCharged.isPositive() ? made.feeCharged : undefined;
    const amounts = { price, quantity, cost, fee, slippage, ...(gain && { gain }), ...(feeInBase && { feeInBase }) };
    const { deliver } = this.options;
    if (isLiquidation) {
      const fill: Fill = { id: made.id, time: made.time, liquidity, ...amounts };
      deliver({ type: 'position-liquidated', time, exchangeOrderId: id, side, fill });
    } else if (clientOrderId !== undefined) {
      const fill: Fill = { time: made.time, liquidity, ...amounts };
      deliver({ type: 'order-filled', time, clientOrderId, fill, isComplete: order.status === 'filled' });
    }
  }
}
