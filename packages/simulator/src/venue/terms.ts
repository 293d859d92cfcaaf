import type { Market } from './market.js';
import { priceRefusal } from './figures.js';
import type { VenueOrderRequest } from './venue-order.js';
import type { VenueRefusal } from './venue-refusal.js';

/** Why what is asked besides the order itself cannot be had, by itself or together. */
export function termsRefusal(request: VenueOrderRequest, market: Market, time: number): VenueRefusal | undefined {
  const what = contradiction(request, time);
  if (what !== undefined) return { code: 'invalid-terms', what };
  return leverageRefusal(request, market) ?? closeRefusal(request, market);
}

function contradiction({ order, terms = {}, quantityIn }: VenueOrderRequest, time: number): string | undefined {
  const { leverage, postOnly, reduceOnly, timeInForce, expiresAt, startsAt } = terms;
  const isPlainLimit = order.type === 'limit' || order.type === 'iceberg';
  if (quantityIn === 'quote' && (order.type !== 'market' || order.side !== 'buy' || leverage !== undefined)) {
    return 'a quantity in quote is for buys at the market without leverage';
  }
  if (postOnly && !isPlainLimit) return `post only is for limit orders, not ${order.type}`;
  if (postOnly && timeInForce === 'ioc') return 'post only and immediate or cancel exclude each other';
  if (order.type === 'iceberg' && timeInForce === 'ioc') return 'an iceberg cannot be immediate or cancel';
  if (reduceOnly && leverage === undefined) return 'reduce only needs leverage';
  if (timeInForce === 'gtd' && expiresAt === undefined) return 'good till date needs a date';
  if (timeInForce === 'ioc' && expiresAt !== undefined) return 'immediate or cancel has no expiry';
  if (expiresAt !== undefined && expiresAt <= time) return `expiry ${expiresAt} is not after ${time}`;
  if (expiresAt !== undefined && startsAt !== undefined && expiresAt <= startsAt) return 'expires before it starts';
  return undefined;
}

function leverageRefusal({ order, terms }: VenueOrderRequest, { instrument }: Market): VenueRefusal | undefined {
  const leverage = terms?.leverage;
  if (leverage === undefined) return undefined;
  const allowed = order.side === 'buy' ? instrument.leverageBuy : instrument.leverageSell;
  return allowed.includes(leverage) ? undefined : { code: 'invalid-leverage', leverage, allowed };
}

function closeRefusal({ terms }: VenueOrderRequest, { instrument }: Market): VenueRefusal | undefined {
  const close = terms?.conditionalClose;
  if (close === undefined) return undefined;
  const hasLimit = close.type === 'stop-loss-limit' || close.type === 'take-profit-limit';
  if (hasLimit !== (close.limitPrice !== undefined)) {
    return {
      code: 'invalid-terms',
      what: `conditional close ${close.type} ${hasLimit ? 'needs a' : 'has no'} limit price`,
    };
  }
  const refusal = priceRefusal('conditionalClose', close.price, instrument);
  return refusal ?? (close.limitPrice && priceRefusal('conditionalClose', close.limitPrice, instrument));
}
