import { Decimal } from '@fathom/contracts';
import type { Venue, VenueEvent } from '../src/index.js';

const FINAL = new Set(['completed', 'canceled', 'expired']);

/** Every balance is at least what is held of it, and that at least 0. */
export function brokenBalances(venue: Venue): string[] {
  return [...venue.balances()].flatMap(([asset, { total, held }]) =>
    held.isNegative() || held.isGreaterThan(total) ? [`${asset}: ${held.toString()} of ${total.toString()} held`] : [],
  );
}

/** The balances of the start and all entries are the balances of now; nothing is held when nothing is open. */
export function brokenLedger(venue: Venue, start: ReadonlyMap<string, Decimal>): string[] {
  const broken: string[] = [];
  const sums = new Map(start);
  for (const { id, asset, amount, fee, balance } of venue.ledger()) {
    const sum = (sums.get(asset) ?? Decimal.ZERO).plus(amount).minus(fee);
    sums.set(asset, sum);
    if (!balance.equals(sum) || fee.isNegative()) broken.push(`${id}: ${balance.toString()}, not ${sum.toString()}`);
  }
  for (const [asset, { total, held }] of venue.balances()) {
    if (!total.equals(sums.get(asset) ?? Decimal.ZERO)) broken.push(`${asset} ${total.toString()} has no entries`);
    if (venue.openOrders().length === 0 && !held.isZero()) broken.push(`${held.toString()} ${asset} held for nobody`);
  }
  return broken;
}

/** An order's fills are its own, sum up to what it says, and never to more than it wanted. */
export function brokenOrders(venue: Venue): string[] {
  const broken: string[] = [];
  for (const order of [...venue.openOrders(), ...venue.closedOrders()]) {
    const fills = venue.fills().filter(({ orderId }) => orderId === order.id);
    const sum = fills.reduce((total, fill) => total.plus(fill.quantity), Decimal.ZERO);
    const isRight =
      order.filledQuantity.equals(sum) &&
      order.fills.join() === fills.map(({ id }) => id).join() &&
      (order.status === 'filled' ? sum.equals(order.quantity) : !sum.isGreaterThan(order.quantity));
    if (!isRight) broken.push(`${order.id} ${order.status}: ${sum.toString()} of ${order.quantity.toString()}`);
  }
  for (const { id, closedQuantity, quantity, margin } of venue.positions()) {
    if (!closedQuantity.isLessThan(quantity) || margin.isNegative()) broken.push(`${id}: ${margin.toString()}`);
  }
  return broken;
}

/** Time goes on, an order begins once and ends once, and no fill is worse than its limit. */
export function brokenEvents(events: readonly VenueEvent[]): string[] {
  const broken: string[] = [];
  const last = new Map<string, string>();
  let time = 0;
  for (const event of events) {
    if (event.time < time) broken.push(`${event.type} at ${event.time} after ${time}`);
    time = event.time;
    // What is said of a close may come when its order has ended.
    if (!('order' in event) || event.type === 'close-refused') continue;
    const { id, limitPrice } = event.order;
    const before = last.get(id);
    last.set(id, event.type);
    const isFirst = before === undefined;
    if (isFirst !== (event.type === 'accepted') || FINAL.has(before ?? '')) {
      broken.push(`${id} ${event.type} after ${before ?? 'nothing'}`);
    }
    if (event.type !== 'filled' || limitPrice === undefined) continue;
    const { price, side } = event.fill;
    const isWorse = side === 'buy' ? price.isGreaterThan(limitPrice) : price.isLessThan(limitPrice);
    if (isWorse) broken.push(`${id} filled at ${price.toString()}, limit ${limitPrice.toString()}`);
  }
  return broken;
}
