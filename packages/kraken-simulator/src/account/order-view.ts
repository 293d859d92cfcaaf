import type { VenueFill, VenueOrder } from '@fathom/simulator';
import type { FillView, OrderView } from '../ws/ports.js';
import type { Account } from './account.js';

const STATUS: Readonly<Record<VenueOrder['status'], OrderView['status']>> = {
  pending: 'pending_new',
  open: 'new',
  'partially-filled': 'partially_filled',
  filled: 'filled',
  canceled: 'canceled',
  expired: 'expired',
};

/** An order as the private socket shows it. */
export function orderView(order: VenueOrder): OrderView {
  const { terms, order: spec } = order;
  return {
    orderId: order.id,
    clientOrderId: order.clientOrderId,
    userref: order.userReference,
    pair: order.pair,
    side: order.side,
    orderType: spec.type,
    status: STATUS[order.status],
    quantity: order.quantity,
    limitPrice: order.limitPrice,
    trigger: triggerOf(order),
    displayQuantity: spec.type === 'iceberg' ? spec.displayQuantity : undefined,
    timeInForce: TIMES[terms.timeInForce ?? 'gtc'],
    postOnly: terms.postOnly,
    reduceOnly: terms.reduceOnly,
    margin: terms.leverage !== undefined,
    feeCurrency: order.feeIn === 'base' ? 'fcib' : 'fciq',
    effectiveTime: terms.startsAt,
    expireTime: terms.expiresAt,
    filledQuantity: order.filledQuantity,
    cost: order.cost,
    fee: order.fee,
    averagePrice: order.averagePrice,
    time: order.acceptedAt,
  };
}

/** A fill as the private socket shows it. */
export function fillView(fill: VenueFill, account: Account): FillView {
  return {
    executionId: fill.id,
    tradeId: account.tradeNumber(fill),
    time: fill.time,
    quantity: fill.quantity,
    price: fill.price,
    cost: fill.cost,
    fee: fill.fee,
    feeAsset: fill.feeAsset,
    feeCharged: fill.feeCharged,
    isMaker: fill.liquidity === 'maker',
  };
}

const TIMES = { gtc: 'GTC', ioc: 'IOC', gtd: 'GTD' } as const;

function triggerOf(order: VenueOrder): OrderView['trigger'] {
  const { order: spec, triggerPrice: price } = order;
  if (price === undefined || spec.type === 'market' || spec.type === 'limit' || spec.type === 'iceberg') {
    return undefined;
  }
  const unit = 'offset' in spec ? (spec.offset.unit === 'percent' ? 'pct' : 'quote') : 'static';
  return {
    price,
    reference: order.terms.trigger ?? 'last',
    priceType: unit,
    status: order.isTriggered ? 'triggered' : 'untriggered',
  };
}
