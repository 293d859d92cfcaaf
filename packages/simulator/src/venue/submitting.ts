import type { Decimal } from '@fathom/contracts';
import { pricesRefusal, quantityRefusal } from './figures.js';
import { fundsRefusal } from './funds.js';
import { hold } from './holds.js';
import type { Market } from './market.js';
import { whatItTakes } from './taking.js';
import { termsRefusal } from './terms.js';
import type { VenueOrder, VenueOrderRequest } from './venue-order.js';
import type { VenueRefusal } from './venue-refusal.js';
import type { VenueResult } from './venue-result.js';
import type { VenueState } from './venue-state.js';
import { start } from './working.js';
import { type OrderOrigin, WorkingOrder } from './working-order.js';

/** Checks an order and, when nothing speaks against it, takes it in and lets it do what it can at once. */
export function submit(state: VenueState, asked: VenueOrderRequest, origin: OrderOrigin = {}): VenueResult<VenueOrder> {
  const market = state.markets.get(asked.pair);
  if (market === undefined) return { refused: { code: 'unknown-pair', pair: asked.pair } };
  const closes = closesAll(asked) ? state.positions.closableBy(asked.order.side, market) : undefined;
  if (closes?.isZero()) return { refused: { code: 'no-position-to-close', pair: asked.pair } };
  const request = closes === undefined ? asked : { ...asked, order: { ...asked.order, quantity: closes } };

  // What the venue itself must close, it closes.
  const refused = origin.isLiquidation ? undefined : requestRefusal(state, request, market);
  if (refused !== undefined) return { refused };
  const id = request.validateOnly ? '' : state.nextId('order');
  const order = new WorkingOrder(id, request, market, state.time, origin);
  const late =
    (closes === undefined && origin.isLiquidation !== true ? minimumRefusal(state, order) : undefined) ??
    positionRefusal(state, order) ??
    postOnlyRefusal(order, order.limitPrice) ??
    fundsRefusal(state, order, whatItTakes(order));
  if (late !== undefined) return { refused: late };
  if (request.validateOnly) return { accepted: order.snapshot() };

  state.orders.add(order);
  hold(state, order);
  state.outbox.push({ type: 'accepted', time: state.time, order: order.snapshot() });
  const { startsAt } = order.terms;
  if (startsAt === undefined || startsAt <= state.time) start(state, order);
  return { accepted: order.snapshot() };
}

/** What is wrong with it whatever the account has. */
function requestRefusal(state: VenueState, request: VenueOrderRequest, market: Market): VenueRefusal | undefined {
  return (
    doorRefusal(state, request, market) ??
    quantitiesRefusal(request, market) ??
    pricesRefusal(request.order, market.instrument) ??
    termsRefusal(request, market, state.time)
  );
}

/** A leveraged order of quantity 0: what is open, all of it. */
function closesAll({ order, terms }: VenueOrderRequest): boolean {
  return order.quantity.isZero() && terms?.leverage !== undefined && order.type !== 'iceberg';
}

/** Before the order itself is looked at. */
function doorRefusal(state: VenueState, request: VenueOrderRequest, market: Market): VenueRefusal | undefined {
  const { order, terms, deadline, clientOrderId } = request;
  const { mode, instrument } = market;
  const isShut =
    mode === 'cancel-only' ||
    mode === 'maintenance' ||
    (mode === 'post-only' && !terms?.postOnly) ||
    (mode === 'limit-only' && order.type !== 'limit' && order.type !== 'iceberg');
  if (isShut) return { code: 'market-mode', mode };
  if (deadline !== undefined && deadline <= state.time) {
    return { code: 'deadline-elapsed', deadline, time: state.time };
  }
  const namesake = clientOrderId === undefined ? undefined : state.orders.find({ clientOrderId });
  if (clientOrderId !== undefined && namesake !== undefined && !namesake.isFinal) {
    return { code: 'duplicate-client-order-id', clientOrderId };
  }
  const { maxOpenOrders: limit } = instrument;
  if (limit === undefined || state.orders.openOf(market).length < limit) return undefined;
  return { code: 'open-order-limit', limit };
}

function quantitiesRefusal({ order, quantityIn }: VenueOrderRequest, { instrument }: Market): VenueRefusal | undefined {
  const decimals = quantityIn === 'quote' ? instrument.costDecimals : instrument.quantityDecimals;
  return quantityRefusal('quantity', order.quantity, decimals);
}

/** The smallest order, by quantity and by cost at its own or, where it has none, the market's price. */
export function minimumRefusal(state: VenueState, order: WorkingOrder): VenueRefusal | undefined {
  const { market, quantity } = order;
  const { minQuantity, minCost } = market.instrument;
  const price = order.limitPrice ?? order.triggerPrice ?? market.across(order.side).best ?? market.price;
  if (order.isInQuote) {
    if (quantity.isLessThan(minCost)) return { code: 'below-minimum-cost', cost: quantity, minimum: minCost };
    const base = price?.isPositive()
      ? quantity.dividedBy(price, market.instrument.quantityDecimals, 'down')
      : undefined;
    return base?.isLessThan(minQuantity)
      ? { code: 'below-minimum-quantity', quantity: base, minimum: minQuantity }
      : undefined;
  }
  if (quantity.isLessThan(minQuantity)) return { code: 'below-minimum-quantity', quantity, minimum: minQuantity };
  const cost = price === undefined ? undefined : market.cost(price, quantity);
  return cost?.isLessThan(minCost) ? { code: 'below-minimum-cost', cost, minimum: minCost } : undefined;
}

/** Kraken's support article "Other order options": waiting orders may be sent before there is a position. */
function positionRefusal(
  state: VenueState,
  { terms, hasTrigger, side, market }: WorkingOrder,
): VenueRefusal | undefined {
  if (!terms.reduceOnly || hasTrigger || state.positions.closableBy(side, market).isPositive()) return undefined;
  return { code: 'reduce-only-without-position', pair: market.instrument.name };
}

/** Against what is displayed, ours taken or not: that is what others see. */
export function postOnlyRefusal(order: WorkingOrder, price: Decimal | undefined): VenueRefusal | undefined {
  const best = order.market.across(order.side).top;
  const { terms, side } = order;
  if (!terms.postOnly || price === undefined || best === undefined) return undefined;
  const wouldTake = side === 'buy' ? !price.isLessThan(best) : !price.isGreaterThan(best);
  return wouldTake ? { code: 'post-only-would-take', price, best } : undefined;
}
