import {
  type ConditionalClose,
  Decimal,
  type ExchangeOrder,
  type OrderTerms,
  type TrailingOffset,
} from '@fathom/contracts';
import type { KrakenPair } from './wire/pair.js';

/** Kraken's bounds of a deadline from now (docs.kraken.com, AddOrder). */
const DEADLINE_MS = { min: 2000, max: 60_000 } as const;

export interface OrderToCheck {
  readonly order: ExchangeOrder;
  readonly terms: OrderTerms;
  readonly pair: KrakenPair;
  /** By Kraken's clock, milliseconds since 1970 UTC. */
  readonly now: number;
  readonly deadlineMs?: number | undefined;
}

/**
 * What Kraken would refuse about an order, found before it is sent; undefined when nothing. The cost of an order without
 * a price is not known here and not checked.
 */
export function checkOrder(check: OrderToCheck): string | undefined {
  return quantityFault(check) ?? priceFault(check) ?? termsFault(check) ?? identityFault(check) ?? closeFault(check);
}

export interface ChangeToCheck {
  readonly pair: KrakenPair;
  readonly quantity?: Decimal | undefined;
  readonly displayQuantity?: Decimal | undefined;
  readonly limitPrice?: Decimal | undefined;
  readonly triggerPrice?: Decimal | undefined;
}

/**
 * The same of what an order is to become: what does not fit is told, never rounded to something nobody asked for.
 * Minimums are Kraken's to judge, because some of the order may have filled.
 */
export function checkChange(change: ChangeToCheck): string | undefined {
  const { pair, quantity, displayQuantity, limitPrice, triggerPrice } = change;
  return (
    (quantity && digitsFault('quantity', quantity, pair)) ??
    (displayQuantity && digitsFault('display quantity', displayQuantity, pair)) ??
    (limitPrice && tickFault('limit price', limitPrice, pair)) ??
    (triggerPrice && tickFault('trigger price', triggerPrice, pair))
  );
}

function quantityFault({ order, pair }: OrderToCheck): string | undefined {
  const { quantity } = order;
  const fault = digitsFault('quantity', quantity, pair);
  if (fault !== undefined) return fault;
  if (quantity.isLessThan(pair.minQuantity))
    return `quantity ${quantity.toString()} ${pair.base} is below the minimum ${pair.minQuantity.toString()}`;
  const price =
    order.type === 'market'
      ? undefined
      : 'limitPrice' in order
        ? order.limitPrice
        : 'price' in order
          ? order.price
          : undefined;
  const cost = price?.times(quantity);
  if (cost?.isLessThan(pair.minCost)) {
    return `cost ${cost.toString()} ${pair.quote} is below the minimum ${pair.minCost.toString()}`;
  }
  if (order.type !== 'iceberg') return undefined;
  const shown = order.displayQuantity;
  if (!shown.isPositive() || !shown.isLessThan(quantity))
    return `display quantity ${shown.toString()} is not between 0 and ${quantity.toString()}`;
  if (!fits(shown, pair.quantityDecimals)) return `display quantity ${shown.toString()} has too many digits`;
  // docs.kraken.com, "Iceberg orders": at least a fifteenth is shown.
  if (shown.times(Decimal.of(15n, 0)).isLessThan(quantity))
    return `display quantity ${shown.toString()} is less than a fifteenth of ${quantity.toString()}`;
  return undefined;
}

function digitsFault(what: string, quantity: Decimal, { base, quantityDecimals }: KrakenPair): string | undefined {
  const name = `${what} ${quantity.toString()} ${base}`;
  if (!quantity.isPositive()) return `${name} is not above 0`;
  return fits(quantity, quantityDecimals)
    ? undefined
    : `${name} has more than ${quantityDecimals} digits after the point`;
}

function priceFault({ order, pair }: OrderToCheck): string | undefined {
  if ('offset' in order) {
    const limit = 'limitOffset' in order ? offsetFault('limit offset', order.limitOffset, pair) : undefined;
    return offsetFault('offset', order.offset, pair) ?? limit;
  }
  if (order.type === 'market' || !('price' in order)) return undefined;
  const limit = 'limitPrice' in order ? tickFault('limit price', order.limitPrice, pair) : undefined;
  return tickFault('price', order.price, pair) ?? limit;
}

function tickFault(name: string, price: Decimal, { tickSize, priceDecimals }: KrakenPair): string | undefined {
  if (!price.isPositive()) return `${name} ${price.toString()} is not above 0`;
  if (!fits(price, priceDecimals) || !price.roundTo(tickSize, 'down').equals(price)) {
    return `${name} ${price.toString()} is no multiple of the tick ${tickSize.toString()}`;
  }
  return undefined;
}

function offsetFault(name: string, { value, unit }: TrailingOffset, pair: KrakenPair): string | undefined {
  if (name === 'limit offset' && value.isZero()) return undefined;
  if (unit === 'quote') return tickFault(name, value, pair);
  if (!value.isPositive() || !value.isLessThan(Decimal.of(100n, 0)))
    return `${name} ${value.toString()} % is not between 0 and 100`;
  return undefined;
}

function termsFault({ order, terms, pair, now, deadlineMs }: OrderToCheck): string | undefined {
  const { leverage, startsAt, expiresAt } = terms;
  if (leverage !== undefined) {
    const allowed = order.side === 'buy' ? pair.leverageBuy : pair.leverageSell;
    if (!allowed.includes(leverage)) {
      const offered = allowed.length === 0 ? 'none is offered' : `Kraken offers ${allowed.join(', ')}`;
      return `leverage ${leverage} to ${order.side} ${pair.name}: ${offered}`;
    }
  }
  if (terms.reduceOnly === true && leverage === undefined) return 'reduce-only needs leverage';
  const canPost = order.type === 'limit' || order.type === 'iceberg';
  if (terms.postOnly === true && !canPost) return `post-only needs a limit order, not ${order.type}`;
  if (terms.postOnly === true && terms.timeInForce === 'ioc')
    return 'post-only and immediate-or-cancel exclude each other';
  if (terms.timeInForce === 'gtd' && expiresAt === undefined) return 'good-till-date needs the time it expires';
  if (startsAt !== undefined && startsAt <= now) return `start ${startsAt} is not in the future`;
  if (expiresAt !== undefined && expiresAt <= (startsAt ?? now)) return `expiry ${expiresAt} is not in the future`;
  if (deadlineMs !== undefined && !(deadlineMs >= DEADLINE_MS.min && deadlineMs <= DEADLINE_MS.max)) {
    return `deadline ${deadlineMs} ms is not between ${DEADLINE_MS.min} and ${DEADLINE_MS.max}`;
  }
  return undefined;
}

/** docs.kraken.com, "Spot client order identifiers": a UUID, its 32 digits alone, or up to 18 characters. */
function identityFault({ order: { clientOrderId } }: OrderToCheck): string | undefined {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9a-f]{32}$/i.test(clientOrderId);
  if (isUuid || /^[\x21-\x7e]{1,18}$/.test(clientOrderId)) return undefined;
  return `client order id ${JSON.stringify(clientOrderId)} is no UUID and not 1 to 18 characters`;
}

function closeFault({ terms, pair }: OrderToCheck): string | undefined {
  const close: ConditionalClose | undefined = terms.conditionalClose;
  if (close === undefined) return undefined;
  const fault = tickFault('closing price', close.price, pair);
  if (fault !== undefined) return fault;
  const needsLimit = close.type.endsWith('-limit');
  if (needsLimit !== (close.limitPrice !== undefined)) {
    return `a closing ${close.type} ${needsLimit ? 'needs' : 'has no'} limit price`;
  }
  return close.limitPrice === undefined ? undefined : tickFault('closing limit price', close.limitPrice, pair);
}

function fits(value: Decimal, digits: number): boolean {
  return value.round(digits, 'down').equals(value);
}
