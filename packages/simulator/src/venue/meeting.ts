import { Decimal, type MarketTrade } from '@fathom/contracts';
import { execute } from './executing.js';
import type { Market } from './market.js';
import { smaller } from './smaller.js';
import type { VenueState } from './venue-state.js';
import { joinQueue, watch, work } from './working.js';
import type { WorkingOrder } from './working-order.js';

/** Resting orders look at a changed book: how the queue before them stands, and whether the other side has come to them. */
export function meetBook(state: VenueState, market: Market): void {
  for (const order of state.orders.restingIn(market)) {
    if (order.limitPrice === undefined) continue;
    order.place?.displayed(market.along(order.side).displayedAt(order.limitPrice), state.time);
    if (market.isMatching) meetOffers(state, order, order.limitPrice);
  }
}

/** Whoever offers our price or better would have met us before they came to be displayed. */
function meetOffers(state: VenueState, order: WorkingOrder, limit: Decimal): void {
  const across = order.market.across(order.side);
  for (const offer of across.offers(limit)) {
    order.place?.passed();
    const quantity = smaller(offer.quantity, order.remaining);
    across.take(offer.price, make(state, order, limit, quantity));
    if (order.isFinal) return;
  }
}

/** Resting orders look at somebody else's trade; one print serves no more than its own quantity. */
export function meetPrint(state: VenueState, market: Market, price: Decimal, trade: MarketTrade): void {
  if (!market.isMatching) return;
  const left = { buy: trade.quantity, sell: trade.quantity };
  for (const order of state.orders.restingIn(market)) {
    const { side, limitPrice } = order;
    if (limitPrice === undefined || order.isFinal) continue;
    const beyond = side === 'buy' ? limitPrice.compare(price) : price.compare(limitPrice);
    if (beyond > 0) {
      order.place?.passed();
      left[side] = left[side].minus(make(state, order, limitPrice, smaller(left[side], order.remaining)));
    } else if (beyond === 0 && trade.side !== side) {
      left[side] = left[side].minus(serveAtPrice(state, order, limitPrice, left[side]));
    }
  }
}

/** What got past those ahead; an iceberg that shows a new part gets behind them again. @returns base units filled. */
function serveAtPrice(state: VenueState, order: WorkingOrder, limit: Decimal, printed: Decimal): Decimal {
  let left = printed;
  let filled = Decimal.ZERO;
  while (left.isPositive() && order.place !== undefined) {
    left = order.place.printed(left, state.time);
    const part = make(state, order, limit, smaller(left, order.shown));
    if (part.isZero()) break;
    filled = filled.plus(part);
    left = left.minus(part);
  }
  return filled;
}

/** Fills a resting order at its own price. @returns base units filled. */
function make(state: VenueState, order: WorkingOrder, limit: Decimal, quantity: Decimal): Decimal {
  if (!quantity.isPositive()) return Decimal.ZERO;
  const match = { price: limit, quantity, liquidity: 'maker', referencePrice: limit } as const;
  const filled = execute(state, order, match);
  order.shown = order.shown.minus(filled);
  if (!order.isFinal && !order.shown.isPositive()) joinQueue(state, order);
  return filled;
}

/** Waiting orders look at a new last or index price. */
export function meetPrice(state: VenueState, market: Market): void {
  for (const order of state.orders.openOf(market)) {
    if (order.isWaitingForTrigger && !order.isPending && !order.isFinal) watch(state, order);
  }
}

/** A market matches again: what could not be done meanwhile is. */
export function resume(state: VenueState, market: Market): void {
  if (!market.isMatching) return;
  meetBook(state, market);
  meetPrice(state, market);
  for (const order of state.orders.openOf(market)) {
    const isIdle = order.place === undefined && !order.isWaitingForTrigger && !order.isPending;
    if (isIdle && !order.isFinal) work(state, order);
  }
}
