import type { ConditionalClose, Decimal, ExchangeOrder, OrderTerms, TrailingOffset } from '@fathom/contracts';
import type { Parameters } from './signer.js';
import type { KrakenPair } from './wire/pair.js';

export interface OrderToSend {
  readonly order: ExchangeOrder;
  readonly terms: OrderTerms;
  readonly pair: KrakenPair;
  /** Sent instead of the client order id: Kraken takes one of the two. */
  readonly userReference?: number | undefined;
  /** By Kraken's clock, milliseconds since 1970 UTC: refused when it would be matched later. */
  readonly deadline?: number | undefined;
  /** Check only, do not trade. */
  readonly validate?: boolean | undefined;
}

/**
 * An order in AddOrder's words (docs.kraken.com, AddOrder). Amounts are exact, to the pair's digits. Fees are asked for
 * in quote units (`fciq`), which is what a fill's fee is here.
 */
export function orderParameters({ order, terms, pair, userReference, deadline, validate }: OrderToSend): Parameters {
  return defined({
    pair: pair.id,
    type: order.side,
    ordertype: order.type,
    volume: order.quantity.toFixed(pair.quantityDecimals),
    ...prices(order, pair),
    ...(userReference === undefined ? { cl_ord_id: order.clientOrderId } : { userref: String(userReference) }),
    oflags: terms.postOnly === true ? 'fciq,post' : 'fciq',
    leverage: terms.leverage === undefined ? undefined : String(terms.leverage),
    // A word of the form, not a JSON truth: both ways of sending it arrive as this text.
    reduce_only: terms.reduceOnly === true ? 'true' : undefined,
    timeinforce: terms.timeInForce?.toUpperCase(),
    starttm: seconds(terms.startsAt),
    expiretm: seconds(terms.expiresAt),
    trigger: order.type === 'market' || order.type === 'limit' || order.type === 'iceberg' ? undefined : terms.trigger,
    close: terms.conditionalClose && closing(terms.conditionalClose, pair),
    deadline: deadline === undefined ? undefined : new Date(deadline).toISOString(),
    // `validate=false` is nothing Kraken documents; leaving it out is.
    validate: validate === true ? 'true' : undefined,
  });
}

/** A stop has its trigger in `price`; where there is a limit besides, it is `price2`. */
function prices(order: ExchangeOrder, pair: KrakenPair): Record<string, string> {
  if ('offset' in order) {
    const price = relative('+', order.offset, pair);
    if (!('limitOffset' in order)) return { price };
    // The limit lies where the order may still fill after the turn: below for a sale, above for a purchase.
    return { price, price2: relative(order.side === 'sell' ? '-' : '+', order.limitOffset, pair) };
  }
  if (order.type === 'market' || !('price' in order)) return {};
  return {
    price: order.price.toFixed(pair.priceDecimals),
    ...('limitPrice' in order && { price2: order.limitPrice.toFixed(pair.priceDecimals) }),
    ...('displayQuantity' in order && { displayvol: order.displayQuantity.toFixed(pair.quantityDecimals) }),
  };
}

function relative(sign: '+' | '-', { value, unit }: TrailingOffset, pair: KrakenPair): string {
  return unit === 'percent' ? `${sign}${value.toString()}%` : `${sign}${value.toFixed(pair.priceDecimals)}`;
}

function closing({ type, price, limitPrice }: ConditionalClose, pair: KrakenPair): Record<string, string> {
  const written = (each: Decimal) => each.toFixed(pair.priceDecimals);
  return { ordertype: type, price: written(price), ...(limitPrice && { price2: written(limitPrice) }) };
}

/** Whole unix seconds, not before the wanted instant. */
function seconds(time: number | undefined): string | undefined {
  return time === undefined ? undefined : String(Math.ceil(time / 1000));
}

function defined(fields: Readonly<Record<string, string | Record<string, string> | undefined>>): Parameters {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
