import { Decimal, type OrderEvent, type OrderUnknown } from '@fathom/contracts';
import type { OrderReported } from './account-events.js';
import { quoteFee } from './quote-fee.js';

/** What is remembered of an order, because later reports do not repeat it. */
interface TrackedOrder {
  readonly orderId: string;
  clientOrderId: string | undefined;
  pair: string | undefined;
  /** Base units; undefined when never told. */
  quantity: Decimal | undefined;
  /** The sum of the fills that count. */
  filled: Decimal;
  readonly fillIds: Set<string>;
  isAccepted: boolean;
  isOver: boolean;
  /** What it became was missed: it is left to whoever looks it up, so that nothing is told twice. */
  isLost: boolean;
}

type Outcome = OrderEvent | OrderUnknown;

/** Ended orders are forgotten beyond this many; a report about one would make it known again. */
const REMEMBERED = 5000;

/**
 * Folds reports into order events. Reports say less than the events need and may repeat after each reconnection: what
 * an order is comes from its first report, fills are counted by id, and an order is complete when its fills add up to
 * its quantity, because the report of the last fill may still call it partially filled.
 */
export class OrderTracker {
  readonly #orders = new Map<string, TrackedOrder>();
  #hasBegun = false;

  /** Makes an order known that was placed another way, so that reports without a client order id find it. */
  link(orderId: string, clientOrderId: string, quantity: Decimal): void {
    const order = this.#track(orderId);
    order.clientOrderId ??= clientOrderId;
    order.quantity ??= quantity;
  }

  /** A single report. `note` is told what could not be reckoned. */
  update(report: OrderReported, note: (reason: string) => void): Outcome[] {
    const order = this.#known(report);
    const outcomes = this.#accepted(order, report.time);
    if (report.fill !== undefined) outcomes.push(...this.#filled(order, report, note));
    if (report.kind === 'completed' || report.kind === 'canceled' || report.kind === 'expired') {
      outcomes.push(...this.#ended(order, report));
    }
    return outcomes;
  }

  /**
   * All open orders and the last fills. The first snapshot is history; in a later one, what was not seen before just
   * happened while nobody listened.
   */
  snapshot(reports: readonly OrderReported[], time: number, note: (reason: string) => void): Outcome[] {
    const isFirst = !this.#hasBegun;
    this.#hasBegun = true;
    const open = reports.filter(({ fill }) => fill === undefined);
    const openIds = new Set(open.map(({ orderId }) => orderId));
    const outcomes: Outcome[] = [];
    for (const report of open) {
      const isNew = !this.#orders.has(report.orderId);
      const order = this.#known(report);
      if (isFirst && isNew) {
        order.filled = report.filledQuantity ?? Decimal.ZERO;
        order.isAccepted = true;
      }
      outcomes.push(...this.#accepted(order, report.time));
    }
    // Oldest first, whatever the order they are told in.
    const fills = reports.filter(({ fill }) => fill !== undefined).toSorted((a, b) => a.time - b.time);
    for (const report of fills) {
      if (isFirst) this.#known(report).fillIds.add(report.fill?.id ?? '');
      else
        outcomes.push(
          ...this.#accepted(this.#known(report), report.time),
          ...this.#filled(this.#known(report), report, note),
        );
    }
    if (isFirst) {
      // What is filled wholly is over, and not open.
      for (const { orderId } of fills) if (!openIds.has(orderId)) this.#track(orderId).isOver = true;
      return outcomes;
    }
    for (const report of open) outcomes.push(...this.#shortOf(this.#known(report), report));
    for (const order of this.#orders.values()) {
      if (order.isOver || openIds.has(order.orderId)) continue;
      outcomes.push(...lost(order, time, 'it is not open any more, and what became of it was missed'));
    }
    return outcomes;
  }

  /** The order of a report, with what the report adds to it. */
  #known(report: OrderReported): TrackedOrder {
    const order = this.#track(report.orderId);
    order.clientOrderId ??= report.clientOrderId;
    order.pair ??= report.pair;
    order.quantity = report.quantity ?? order.quantity;
    return order;
  }

  #track(orderId: string): TrackedOrder {
    const known = this.#orders.get(orderId);
    if (known !== undefined) return known;
    const order: TrackedOrder = {
      orderId,
      clientOrderId: undefined,
      pair: undefined,
      quantity: undefined,
      filled: Decimal.ZERO,
      fillIds: new Set(),
      isAccepted: false,
      isOver: false,
      isLost: false,
    };
    this.#orders.set(orderId, order);
    if (this.#orders.size > REMEMBERED) this.#forget();
    return order;
  }

  #forget(): void {
    for (const [orderId, { isOver }] of this.#orders) {
      if (isOver) {
        this.#orders.delete(orderId);
        return;
      }
    }
  }

  #accepted(order: TrackedOrder, time: number): Outcome[] {
    if (order.isAccepted || order.isOver || order.clientOrderId === undefined) return [];
    order.isAccepted = true;
    return [{ type: 'order-accepted', time, clientOrderId: order.clientOrderId, exchangeOrderId: order.orderId }];
  }

  #filled(order: TrackedOrder, { fill, time }: OrderReported, note: (reason: string) => void): Outcome[] {
    if (fill === undefined || order.isLost || order.fillIds.has(fill.id)) return [];
    order.fillIds.add(fill.id);
    order.filled = order.filled.plus(fill.quantity);
    const isComplete = order.quantity !== undefined && !order.filled.isLessThan(order.quantity);
    if (isComplete) order.isOver = true;
    if (order.clientOrderId === undefined) return [];
    const fee = quoteFee(fill, order.pair ?? '');
    if (fee === undefined) note(`the fee of fill ${fill.id} is not in the pair's currencies and counts as 0`);
    const { price, quantity, cost, liquidity } = fill;
    return [
      {
        type: 'order-filled',
        time,
        clientOrderId: order.clientOrderId,
        fill: { time, price, quantity, cost, fee: fee ?? Decimal.ZERO, liquidity, slippage: Decimal.ZERO },
        isComplete,
      },
    ];
  }

  /** It is complete, canceled or expired. */
  #ended(order: TrackedOrder, report: OrderReported): Outcome[] {
    if (order.isOver) return [];
    order.isOver = true;
    const missed = this.#shortOf(order, report);
    if (missed.length > 0) {
      order.isLost = true;
      return missed;
    }
    if (report.kind === 'completed') return lost(order, report.time, 'it is complete, yet its fills do not add up');
    if (order.clientOrderId === undefined) return [];
    const reason = report.kind === 'expired' ? 'expired' : (report.reason ?? 'canceled');
    return [{ type: 'order-canceled', time: report.time, clientOrderId: order.clientOrderId, reason }];
  }

  /** When the exchange counts more filled than we do. */
  #shortOf(order: TrackedOrder, { filledQuantity, time }: OrderReported): OrderUnknown[] {
    if (filledQuantity === undefined || !order.filled.isLessThan(filledQuantity)) return [];
    const reason = `of ${filledQuantity.toString()} filled only ${order.filled.toString()} was reported`;
    // Whoever looks it up finds the rest; fills to come are counted on top.
    order.filled = filledQuantity;
    return unknown(order, time, reason);
  }
}

function lost(order: TrackedOrder, time: number, reason: string): OrderUnknown[] {
  order.isOver = true;
  order.isLost = true;
  return unknown(order, time, reason);
}

function unknown({ clientOrderId }: TrackedOrder, time: number, reason: string): OrderUnknown[] {
  return clientOrderId === undefined ? [] : [{ type: 'order-unknown', time, clientOrderId, reason }];
}
