import { Decimal, type Fill, type OrderIntended, type PositionLiquidated } from '@fathom/contracts';
import type { StoredEvent } from '@fathom/storage';
import type { Difference } from './difference.js';

/** An order as its events tell it, and nothing but them. */
export interface RetoldOrder {
  readonly intended: OrderIntended;
  exchangeOrderId: string | undefined;
  readonly fills: Fill[];
  isEnded: boolean;
}

/** A ledger's events told again, without the code that keeps ledgers. */
export interface Retold {
  readonly orders: ReadonlyMap<string, RetoldOrder>;
  /** Quote units taken for borrowing. */
  readonly rolloverFees: Decimal;
  /** Executions nobody ordered, each once. */
  readonly liquidations: readonly PositionLiquidated[];
  readonly differences: readonly Difference[];
}

/** Sorts events by order, and finds what cannot be: numbers that are missing, events of orders never intended, a fill twice. */
export function retell(events: readonly StoredEvent[]): Retold {
  const orders = new Map<string, RetoldOrder>();
  const differences: Difference[] = [];
  const fillIds = new Set<string>();
  const feeIds = new Set<string>();
  let rolloverFees = Decimal.ZERO;
  const liquidations = new Map<string, PositionLiquidated>();
  let previous = 0;
  for (const { sequence, event } of events) {
    if (sequence !== previous + 1)
      differences.push({ about: 'events', expected: `number ${previous + 1}`, found: `number ${sequence}` });
    previous = sequence;
    if (event.type === 'order-intended') {
      const id = event.order.clientOrderId;
      if (orders.has(id))
        differences.push({ about: `order ${id}`, expected: 'intended once', found: 'intended twice' });
      orders.set(id, { intended: event, exchangeOrderId: undefined, fills: [], isEnded: false });
      continue;
    }
    if (event.type === 'fee-charged' && !feeIds.has(event.id)) {
      feeIds.add(event.id);
      rolloverFees = rolloverFees.plus(event.fee);
    }
    if (event.type === 'position-liquidated') liquidations.set(event.fill.id ?? event.exchangeOrderId, event);
    if (!('clientOrderId' in event)) continue;
    const order = orders.get(event.clientOrderId);
    if (order === undefined) {
      differences.push({
        about: `order ${event.clientOrderId}`,
        expected: 'intended first',
        found: `${event.type} of no order`,
      });
    } else if (event.type === 'order-accepted') order.exchangeOrderId = event.exchangeOrderId;
    else if (event.type === 'order-rejected' || event.type === 'order-canceled' || event.type === 'order-lost')
      order.isEnded = true;
    else if (event.type === 'order-filled') {
      const { id } = event.fill;
      if (id !== undefined && fillIds.has(id))
        differences.push({ about: `fill ${id}`, expected: 'once', found: 'twice' });
      if (id !== undefined) fillIds.add(id);
      order.fills.push(event.fill);
      if (event.isComplete) order.isEnded = true;
    }
  }
  return { orders, rolloverFees, liquidations: [...liquidations.values()], differences };
}

/** The same with what has really arrived of purchases: fees kept in base units were neither bought nor paid for beside them. */
export function arrivedOf(fills: readonly Fill[]) {
  const sum = sumOf(fills);
  for (const { feeInBase, fee } of fills) {
    if (feeInBase === undefined) continue;
    sum.quantity = sum.quantity.minus(feeInBase);
    sum.cost = sum.cost.minus(fee);
  }
  return sum;
}

/** Base units, quote units and fees of fills, summed. */
export function sumOf(fills: readonly Fill[]) {
  let [quantity, cost, fee] = [Decimal.ZERO, Decimal.ZERO, Decimal.ZERO];
  for (const fill of fills) {
    quantity = quantity.plus(fill.quantity);
    cost = cost.plus(fill.cost);
    fee = fee.plus(fill.fee);
  }
  return { quantity, cost, fee };
}
