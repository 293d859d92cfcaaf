import type { ConditionalClose, Decimal, TrailingOffset } from '@fathom/contracts';
import type { VenueOrder, VenueOrderRequest } from '@fathom/simulator';
import { priceText, quantityText } from '../digits.js';
import type { Pair } from '../pairs.js';

type Described = Pick<VenueOrder | (VenueOrderRequest & { terms: VenueOrder['terms'] }), 'order' | 'terms'>;

/** What an order is in Kraken's words: `buy 1.25000000 XBTUSD @ limit 37500.0 with 2:1 leverage`. */
export function orderText({ order, terms }: Described, pair: Pair, quantity: Decimal = order.quantity): string {
  const leverage = terms.leverage === undefined ? '' : ` with ${terms.leverage}:1 leverage`;
  return `${order.side} ${quantityText(quantity, pair)} ${pair.altname} @ ${kindText(order, pair)}${leverage}`;
}

/** `close position @ stop loss 38000.0 -> limit 36000.0`, or nothing. */
export function closeText(close: ConditionalClose | undefined, pair: Pair): string {
  if (close === undefined) return '';
  const limit = close.limitPrice === undefined ? '' : ` -> limit ${priceText(close.limitPrice, pair)}`;
  return `close position @ ${words(close.type)} ${priceText(close.price, pair)}${limit}`;
}

/** `price` and `price2` of a description: `0` where there is none. */
export function descriptionPrices(order: VenueOrder['order'], pair: Pair): { price: string; price2: string } {
  switch (order.type) {
    case 'market':
      return { price: '0', price2: '0' };
    case 'limit':
    case 'iceberg':
    case 'stop-loss':
    case 'take-profit':
      return { price: priceText(order.price, pair), price2: '0' };
    case 'stop-loss-limit':
    case 'take-profit-limit':
      return { price: priceText(order.price, pair), price2: priceText(order.limitPrice, pair) };
    case 'trailing-stop':
      return { price: offsetText(order.offset, pair), price2: '0' };
    case 'trailing-stop-limit':
      return { price: offsetText(order.offset, pair), price2: offsetText(order.limitOffset, pair) };
    default:
      return order satisfies never;
  }
}

function kindText(order: VenueOrder['order'], pair: Pair): string {
  const { price, price2 } = descriptionPrices(order, pair);
  if (order.type === 'market') return 'market';
  if (price2 === '0') return `${words(order.type)} ${price}`;
  return `${words(order.type)} ${price} -> limit ${price2}`;
}

/** `stop-loss-limit` is called stop loss, its limit follows. */
function words(type: string): string {
  return (type === 'limit' ? type : type.replace(/-limit$/, '')).replaceAll('-', ' ');
}

function offsetText({ value, unit }: TrailingOffset, pair: Pair): string {
  const sign = value.isNegative() ? '-' : '+';
  return unit === 'percent' ? `${sign}${value.abs().toFixed(4)}%` : `${sign}${priceText(value.abs(), pair)}`;
}
