import type { Decimal } from '@fathom/contracts';
import { offsetFrom, Trail } from './trailing.js';
import type { WorkingOrder } from './working-order.js';

/** What the order goes by: the last trade, or the index once there is one. */
function watchedPrice({ terms, market }: WorkingOrder): Decimal | undefined {
  return terms.trigger === 'index' ? (market.index ?? market.last) : market.last;
}

/** Whether the present price sets the order off; moves the trigger of a trailing one. */
export function isReached(order: WorkingOrder): boolean {
  const price = watchedPrice(order);
  if (price === undefined) return false;
  const { spec, side } = order;
  if (spec.type === 'trailing-stop' || spec.type === 'trailing-stop-limit') {
    order.trail ??= new Trail(side, spec.offset, order.market.instrument.tickSize);
    order.triggerPrice = order.trail.follow(price);
  }
  if (order.triggerPrice === undefined) return false;
  const isFavourable = spec.type === 'take-profit' || spec.type === 'take-profit-limit';
  const fallsToIt = isFavourable === (side === 'buy');
  return fallsToIt ? !price.isGreaterThan(order.triggerPrice) : !price.isLessThan(order.triggerPrice);
}

/** From here on it is a market or limit order. */
export function fire(order: WorkingOrder, time: number): void {
  order.triggeredAt = time;
  const { spec, side, triggerPrice, market } = order;
  if (spec.type !== 'trailing-stop-limit' || triggerPrice === undefined) return;
  const { tickSize } = market.instrument;
  const distance = offsetFrom(triggerPrice, spec.limitOffset, tickSize, 'half-up');
  const limit = side === 'buy' ? triggerPrice.plus(distance) : triggerPrice.minus(distance);
  order.limitPrice = limit.isPositive() ? limit : tickSize;
}
