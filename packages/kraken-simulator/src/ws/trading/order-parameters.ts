import type { OrderSide } from '@fathom/contracts';
import { type Fields, Refused } from '../fields.js';
import type { CallParameters } from '../ports.js';
import { readTimestamp } from '../timestamp.js';

export type Leverage = (pair: string, side: OrderSide) => number | undefined;

/**
 * What add_order and the orders of batch_add are in the words of REST's AddOrder
 * (docs.kraken.com, Spot WebSocket v2, Add Order; Spot REST, Add Order).
 * @throws {Refused} for a field of the wrong type.
 */
export function orderParameters(params: Fields, leverage: Leverage): CallParameters {
  const { volume, flags } = quantityOf(params);
  const side = params.text('side');
  const symbol = params.text('symbol');
  if (params.flag('post_only') === true) flags.push('post');
  if (params.flag('no_mpp') === true) {
    if (params.text('order_type') !== 'market') {
      throw new Refused('EGeneral:Invalid arguments:no_mpp order option is only available when ordertype = market');
    }
    flags.push('nompp');
  }
  const feeFlag = { base: 'fcib', quote: 'fciq' }[params.text('fee_preference') ?? ''];
  if (feeFlag !== undefined) flags.push(feeFlag);
  const isMargin = params.flag('margin') === true;
  const multiple = isMargin && symbol && (side === 'buy' || side === 'sell') ? leverage(symbol, side) : undefined;
  if (isMargin && multiple === undefined) throw new Refused('EGeneral:Invalid arguments:leverage');
  return known({
    pair: symbol,
    type: side,
    ordertype: params.text('order_type'),
    volume,
    ...pricesOf(params),
    ...closeOf(params.object('conditional')),
    displayvol: params.number('display_qty'),
    leverage: multiple === undefined ? undefined : String(multiple),
    reduce_only: params.flag('reduce_only') === true ? 'true' : undefined,
    oflags: flags.length > 0 ? flags.join(',') : undefined,
    timeinforce: params.text('time_in_force')?.toUpperCase(),
    starttm: unixTime(params, 'effective_time'),
    expiretm: unixTime(params, 'expire_time'),
    deadline: params.text('deadline'),
    cl_ord_id: params.text('cl_ord_id'),
    userref: params.integer('order_userref')?.toString(),
    stptype: params.text('stp_type')?.replaceAll('_', '-'),
    validate: params.flag('validate') === true ? 'true' : undefined,
  });
}

/** A limit is REST's price, or its price2 where a trigger is the first. */
export function pricesOf(params: Fields): Record<string, string | undefined> {
  const limit = priceText(params, 'limit_price', 'limit_price_type');
  const triggers = params.object('triggers');
  if (triggers === undefined) return { price: limit };
  const isTrailing = params.text('order_type')?.startsWith('trailing') ?? false;
  const price = priceText(triggers, 'price', 'price_type', isTrailing ? 'quote' : 'static');
  return { price, price2: limit, trigger: triggers.text('reference') };
}

/** Absolute; or relative to the last price in quote units or per cent, as REST writes it: `+5`, `-1.5%`. */
function priceText(fields: Fields, name: string, typeName: string, usual = 'static'): string | undefined {
  const digits = fields.number(name);
  const type = fields.text(typeName) ?? usual;
  if (digits === undefined || type === 'static') return digits;
  if (type !== 'pct' && type !== 'quote') throw new Refused(`EGeneral:Invalid arguments:${typeName}`);
  return `${digits.startsWith('-') ? '' : '+'}${digits}${type === 'pct' ? '%' : ''}`;
}

function quantityOf(params: Fields): { volume: string | undefined; flags: string[] } {
  const cash = params.number('cash_order_qty');
  return cash === undefined ? { volume: params.number('order_qty'), flags: [] } : { volume: cash, flags: ['viqc'] };
}

function closeOf(close: Fields | undefined): Record<string, string | undefined> {
  if (close === undefined) return {};
  const limit = priceText(close, 'limit_price', 'limit_price_type');
  const trigger = priceText(close, 'trigger_price', 'trigger_price_type');
  return {
    'close[ordertype]': close.text('order_type'),
    'close[price]': trigger ?? limit,
    'close[price2]': trigger === undefined ? undefined : limit,
  };
}

function unixTime(params: Fields, name: string): string | undefined {
  const text = params.text(name);
  if (text === undefined) return undefined;
  const time = readTimestamp(text);
  if (time === undefined) throw new Refused(`EGeneral:Invalid arguments:${name}`);
  return (time / 1000).toFixed(3);
}

/** Without what was not given. */
export function known(parameters: Readonly<Record<string, string | undefined>>): CallParameters {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
