import { Decimal, type OrderTerms } from '@fathom/contracts';
import type { Market } from './market.js';
import type { QueuePlace } from './queue-place.js';
import { smaller } from './smaller.js';
import type { Trail } from './trailing.js';
import type { CancelReason, VenueOrder, VenueOrderRequest, VenueOrderSpec, VenueOrderStatus } from './venue-order.js';

/** Where an order comes from when nobody handed it in. */
export interface OrderOrigin {
  readonly closes?: string;
  readonly isLiquidation?: boolean;
}

const NONE: OrderTerms = {};

/** An order as the venue works on it; `snapshot` is what others see. */
export class WorkingOrder {
  readonly id: string;
  readonly request: VenueOrderRequest;
  readonly market: Market;
  readonly terms: OrderTerms;
  readonly acceptedAt: number;
  readonly origin: OrderOrigin;
  spec: VenueOrderSpec;
  status: VenueOrderStatus = 'pending';
  /** In what the request counts it in. */
  quantity: Decimal;
  limitPrice: Decimal | undefined;
  triggerPrice: Decimal | undefined;
  trail: Trail | undefined;
  triggeredAt: number | undefined;
  filledQuantity = Decimal.ZERO;
  cost = Decimal.ZERO;
  fee = Decimal.ZERO;
  readonly fills: string[] = [];
  closedAt: number | undefined;
  reason: CancelReason | undefined;
  /** While it rests on the book. */
  place: QueuePlace | undefined;
  /** Lower is served first at one price. */
  rank = 0;
  /** Of an iceberg: what is left of the part that shows. */
  shown = Decimal.ZERO;
  /** The dead man’s switch went off during a maintenance. */
  isSwitched = false;
  /** What is set aside for it. */
  held = Decimal.ZERO;

  constructor(id: string, request: VenueOrderRequest, market: Market, time: number, origin: OrderOrigin = {}) {
    this.id = id;
    this.request = request;
    this.market = market;
    this.terms = request.terms ?? NONE;
    this.acceptedAt = time;
    this.origin = origin;
    this.spec = request.order;
    this.quantity = request.order.quantity;
    const { order } = request;
    if (order.type === 'limit' || order.type === 'iceberg') this.limitPrice = order.price;
    else if ('price' in order) this.triggerPrice = order.price;
    if (order.type === 'stop-loss-limit' || order.type === 'take-profit-limit') this.limitPrice = order.limitPrice;
  }

  get side() {
    return this.spec.side;
  }

  get isInQuote(): boolean {
    return this.request.quantityIn === 'quote';
  }

  get feeIn(): 'base' | 'quote' {
    return this.request.feeIn ?? (this.side === 'buy' ? 'quote' : 'base');
  }

  /** In what the request counts it in. */
  get remaining(): Decimal {
    return this.quantity.minus(this.isInQuote ? this.cost : this.filledQuantity);
  }

  get isFinal(): boolean {
    return this.closedAt !== undefined;
  }

  get isPending(): boolean {
    return this.status === 'pending';
  }

  /** Starts by waiting for a price. */
  get hasTrigger(): boolean {
    return !['market', 'limit', 'iceberg'].includes(this.spec.type);
  }

  get isWaitingForTrigger(): boolean {
    return this.hasTrigger && this.triggeredAt === undefined;
  }

  /** Begins, or begins again, to show what an iceberg shows. */
  show(): void {
    this.shown = this.spec.type === 'iceberg' ? smaller(this.spec.displayQuantity, this.remaining) : this.remaining;
  }

  snapshot(): VenueOrder {
    const { request, market, filledQuantity, cost } = this;
    const { limitPrice, triggerPrice, triggeredAt, closedAt, reason } = this;
    const { clientOrderId, userReference } = request;
    const { closes } = this.origin;
    return {
      id: this.id,
      ...(clientOrderId === undefined ? {} : { clientOrderId }),
      ...(userReference === undefined ? {} : { userReference }),
      pair: request.pair,
      side: this.side,
      order: this.spec,
      terms: this.terms,
      quantityIn: request.quantityIn ?? 'base',
      feeIn: this.feeIn,
      status: this.status,
      quantity: this.quantity,
      filledQuantity,
      cost,
      fee: this.fee,
      averagePrice: filledQuantity.isZero()
        ? Decimal.ZERO
        : cost.dividedBy(filledQuantity, market.instrument.priceDecimals + 5, 'half-up'),
      ...(limitPrice === undefined ? {} : { limitPrice }),
      ...(triggerPrice === undefined ? {} : { triggerPrice }),
      isTriggered: triggeredAt !== undefined,
      acceptedAt: this.acceptedAt,
      ...(triggeredAt === undefined ? {} : { triggeredAt }),
      ...(closedAt === undefined ? {} : { closedAt }),
      ...(reason === undefined ? {} : { reason }),
      fills: [...this.fills],
      ...(closes === undefined ? {} : { closes }),
      isLiquidation: this.origin.isLiquidation ?? false,
    };
  }
}
