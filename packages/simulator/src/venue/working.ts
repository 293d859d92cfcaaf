import { cancel, complete } from './ending.js';
import { execute } from './executing.js';
import { fundsRefusal } from './funds.js';
import { hold } from './holds.js';
import { QueuePlace } from './queue-place.js';
import { whatItTakes } from './taking.js';
import { fire, isReached } from './triggers.js';
import type { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** An accepted order goes to work. */
export function start(state: VenueState, order: WorkingOrder): void {
  order.status = 'open';
  state.outbox.push({ type: 'opened', time: state.time, order: order.snapshot() });
  if (order.hasTrigger) watch(state, order);
  else work(state, order);
}

/** Sets a waiting order off when the present price does. */
export function watch(state: VenueState, order: WorkingOrder): void {
  if (!isReached(order) || !order.market.isMatching) return;
  fire(order, state.time);
  state.outbox.push({ type: 'triggered', time: state.time, order: order.snapshot() });
  if (fundsRefusal(state, order, whatItTakes(order)) === undefined) {
    hold(state, order);
    work(state, order);
  } else {
    cancel(state, order, order.terms.leverage === undefined ? 'insufficient funds' : 'insufficient margin');
  }
}

/** Takes what it may of the displayed book; what is left rests, or is canceled where it must not. */
export function work(state: VenueState, order: WorkingOrder): void {
  const { market, terms, limitPrice } = order;
  if (market.isMatching) take(state, order);
  else if (limitPrice === undefined || terms.timeInForce === 'ioc') return;
  if (order.isFinal) return;
  if (terms.reduceOnly && state.positions.closableBy(order.side, market).isZero()) cancel(state, order, 'reduce only');
  else if (limitPrice === undefined) endMarketOrder(state, order);
  else if (terms.timeInForce === 'ioc') cancel(state, order, 'immediate or cancel');
  else joinQueue(state, order);
}

function take(state: VenueState, order: WorkingOrder): void {
  const takes = whatItTakes(order);
  const [first] = takes;
  if (first === undefined) return;
  if (order.terms.postOnly) {
    cancel(state, order, 'post only');
    return;
  }
  if (order.limitPrice === undefined && fundsRefusal(state, order, takes) !== undefined) {
    cancel(state, order, order.terms.leverage === undefined ? 'insufficient funds' : 'insufficient margin');
    return;
  }
  const across = order.market.across(order.side);
  for (const { price, quantity } of takes) {
    const filled = execute(state, order, { price, quantity, liquidity: 'taker', referencePrice: first.price });
    across.take(price, filled);
    if (order.isFinal) return;
  }
}

/** Money too little for the smallest quantity is no order any more; anything else found nobody to trade with. */
function endMarketOrder(state: VenueState, order: WorkingOrder): void {
  const { market, side } = order;
  const isSpent = order.isInQuote && order.fills.length > 0 && market.across(side).best !== undefined;
  if (isSpent) complete(state, order);
  else cancel(state, order, 'no liquidity');
}

/** Behind everybody at its price. */
export function joinQueue(state: VenueState, order: WorkingOrder): void {
  if (order.limitPrice === undefined) return;
  order.rank = state.nextRank();
  order.place = new QueuePlace(order.market.along(order.side).displayedAt(order.limitPrice));
  order.show();
}
