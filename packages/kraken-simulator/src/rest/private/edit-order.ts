import type { VenueOrder } from '@fathom/simulator';
import { Arguments } from '../arguments.js';
import type { CallParameters } from '../call-parameters.js';
import { descriptionPrices } from '../orders/order-text.js';
import { readOrder } from '../orders/read-order.js';
import { refusalWords } from '../orders/refusal-words.js';
import { priceText, quantityText } from '../digits.js';
import type { Pair } from '../pairs.js';
import { invalid, Refusal } from '../refusal.js';
import { place } from './add-order.js';
import { openOnes } from './named-orders.js';
import type { PrivateCall, PrivateContext } from './private-call.js';

/**
 * Cancels an open order and places it anew with what is changed, under a new id (docs.kraken.com, "Edit Order"). The new
 * one is validated first, while the old one still holds its funds; only then is the old one canceled.
 */
export const editOrder: PrivateCall = (args, context) => {
  const { account, now, skewMs, pairs } = context;
  const pair = pairs.find(args.required('pair'));
  const [old, ...others] = openOnes(args.required('txid'), context);
  if (old === undefined || others.length > 0 || old.pair !== pair.instrument.name) {
    throw new Refusal('EOrder:Unknown order');
  }
  if (old.filledQuantity.isPositive() || old.order.type.startsWith('trailing')) throw invalid('txid');
  if (!account.countTransaction('edit', old, now)) throw new Refusal('EOrder:Rate limit exceeded');
  const edited = new Arguments(changed(old, args, pair, context));
  const asked = readOrder(edited, { pair, last: account.venue.lastPrice(old.pair), now, skewMs });
  const check = account.venue.submit({ ...asked.request, validateOnly: true });
  if ('refused' in check) throw new Refusal(refusalWords(check.refused, pair));
  const isReal = asked.request.validateOnly !== true;
  if (isReal) {
    account.venue.cancel({ id: old.id });
    account.notes(old).reason = 'Order replaced';
  }
  const { id, descr } = place(asked, pair, context);
  const { order } = check.accepted;
  const limit = 'limitPrice' in order ? { price2: priceText(order.limitPrice, pair) } : {};
  return {
    status: 'ok',
    ...(id === undefined ? {} : { txid: id }),
    originaltxid: old.id,
    ...(asked.request.userReference === undefined ? {} : { newuserref: asked.request.userReference }),
    ...(old.userReference === undefined ? {} : { olduserref: old.userReference }),
    volume: quantityText(order.quantity, pair),
    ...('price' in order ? { price: priceText(order.price, pair), ...limit } : {}),
    orders_cancelled: isReal ? 1 : 0,
    descr,
  };
};

/** AddOrder's parameters of the old order, with those of `args` in their place. */
function changed(old: VenueOrder, args: Arguments, pair: Pair, { account }: PrivateContext): CallParameters {
  const { price, price2 } = descriptionPrices(old.order, pair);
  const { leverage, reduceOnly, trigger, expiresAt, startsAt, timeInForce } = old.terms;
  const parameters: Record<string, string | undefined> = {
    type: old.side,
    ordertype: old.order.type,
    volume: old.quantity.toString(),
    price: price === '0' ? undefined : price,
    price2: price2 === '0' ? undefined : price2,
    displayvol: old.order.type === 'iceberg' ? old.order.displayQuantity.toString() : undefined,
    leverage: leverage === undefined ? undefined : String(leverage),
    reduce_only: reduceOnly === true ? 'true' : undefined,
    trigger,
    timeinforce: timeInForce?.toUpperCase(),
    starttm: startsAt === undefined ? undefined : String(startsAt / 1000),
    expiretm: expiresAt === undefined ? undefined : String(expiresAt / 1000),
    oflags: account.notes(old).flags.join(','),
  };
  for (const name of ['volume', 'price', 'price2', 'displayvol', 'oflags', 'userref', 'deadline', 'validate']) {
    parameters[name] = args.text(name) ?? parameters[name];
  }
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
