import { Decimal, type Instrument } from '@fathom/contracts';
import { type Digits, digits } from '../digits.js';
import type { JsonObject } from '../json.js';
import type { ExecutionEvent, FillView, OrderView } from '../ports.js';
import { timestamp } from '../timestamp.js';

/** One entry of an executions snapshot: an order with everything known of it. */
export function orderRow(order: OrderView, instrument: Instrument): JsonObject {
  const status = order.filledQuantity.isZero() ? order.status : 'partially_filled';
  return {
    ...wholeOrder(order, instrument),
    exec_type: order.status === 'pending_new' ? 'pending_new' : 'new',
    order_status: status,
    ...sums(order, instrument),
  };
}

/** One fill, as a snapshot of trades and a `trade` update have it. */
export function fillRow(order: OrderView, fill: FillView, instrument: Instrument, status: string): JsonObject {
  const cost = digits(fill.cost, instrument.costDecimals);
  return {
    order_id: order.orderId,
    order_userref: order.userref ?? 0,
    cl_ord_id: order.clientOrderId,
    exec_id: fill.executionId,
    exec_type: 'trade',
    trade_id: fill.tradeId,
    symbol: order.pair,
    side: order.side,
    last_qty: digits(fill.quantity, instrument.quantityDecimals),
    last_price: digits(fill.price, Math.max(instrument.priceDecimals, fill.price.scale)),
    liquidity_ind: fill.isMaker ? 'm' : 't',
    margin: order.margin === true ? true : undefined,
    cost,
    order_status: status,
    order_type: order.orderType,
    timestamp: timestamp(fill.time),
    fee_usd_equiv: digits(fill.fee, instrument.costDecimals),
    fees: [
      { asset: fill.feeAsset, qty: digits(fill.feeCharged, Math.max(instrument.costDecimals, fill.feeCharged.scale)) },
    ],
  };
}

/** One entry of an update: everything for `pending_new` and `trade`, else only what changed and the order's id. */
export function eventRow(event: ExecutionEvent, instrument: Instrument): JsonObject {
  const { order, fill } = event;
  if (event.execType === 'pending_new') {
    return { ...wholeOrder(order, instrument), exec_type: 'pending_new', order_status: 'pending_new' };
  }
  // "A trade event can report partially_filled even when it fills the whole order": `filled` tells the end.
  if (event.execType === 'trade' && fill !== undefined) return fillRow(order, fill, instrument, 'partially_filled');
  const head = { timestamp: timestamp(event.time), order_status: order.status, exec_type: event.execType };
  const tail = {
    order_userref: order.userref ?? 0,
    cl_ord_id: order.clientOrderId,
    post_only: order.postOnly === true ? true : undefined,
    cancel_reason: event.execType === 'canceled' ? event.reason : undefined,
    reason: event.reason,
    order_id: order.orderId,
  };
  if (event.execType === 'new') return { ...head, ...tail };
  if (event.execType === 'status') return { ...head, ...triggers(order, instrument), ...tail };
  if (event.execType !== 'amended') return { ...head, ...sums(order, instrument), ...tail };
  return {
    ...head,
    cum_qty: digits(order.filledQuantity, instrument.quantityDecimals),
    amended: true,
    order_qty: digits(order.quantity, instrument.quantityDecimals),
    ...limit(order, instrument),
    ...triggers(order, instrument),
    display_qty: order.displayQuantity && digits(order.displayQuantity, instrument.quantityDecimals),
    ...tail,
  };
}

function wholeOrder(order: OrderView, instrument: Instrument): JsonObject {
  const { quantityDecimals, costDecimals } = instrument;
  return {
    order_id: order.orderId,
    cl_ord_id: order.clientOrderId,
    symbol: order.pair,
    order_qty: digits(order.quantity, quantityDecimals),
    display_qty: order.displayQuantity && digits(order.displayQuantity, quantityDecimals),
    cum_cost: digits(order.cost, costDecimals),
    time_in_force: order.timeInForce,
    side: order.side,
    order_type: order.orderType,
    order_userref: order.userref ?? 0,
    ...limit(order, instrument),
    stop_price: digits(order.trigger?.price ?? Decimal.ZERO, instrument.priceDecimals),
    ...triggers(order, instrument),
    margin: order.margin === true ? true : undefined,
    post_only: order.postOnly === true ? true : undefined,
    reduce_only: order.reduceOnly === true ? true : undefined,
    effective_time: order.effectiveTime === undefined ? undefined : timestamp(order.effectiveTime),
    expire_time: order.expireTime === undefined ? undefined : timestamp(order.expireTime),
    fee_usd_equiv: digits(order.fee, costDecimals),
    fee_ccy_pref: order.feeCurrency,
    timestamp: timestamp(order.time),
  };
}

function limit(order: OrderView, instrument: Instrument): JsonObject {
  if (order.limitPrice === undefined) return {};
  return { limit_price_type: 'static', limit_price: digits(order.limitPrice, instrument.priceDecimals) };
}

function triggers({ trigger }: OrderView, { priceDecimals }: Instrument): JsonObject {
  if (trigger === undefined) return {};
  const { reference, price, priceType, status, lastPrice } = trigger;
  const last: Digits | undefined = lastPrice && digits(lastPrice, priceDecimals);
  return {
    triggers: { reference, price: digits(price, priceDecimals), price_type: priceType, last_price: last, status },
  };
}

function sums(order: OrderView, { quantityDecimals, costDecimals, priceDecimals }: Instrument): JsonObject {
  return {
    cum_qty: digits(order.filledQuantity, quantityDecimals),
    cum_cost: digits(order.cost, costDecimals),
    fee_usd_equiv: digits(order.fee, costDecimals),
    avg_price: digits(order.averagePrice, priceDecimals),
  };
}
