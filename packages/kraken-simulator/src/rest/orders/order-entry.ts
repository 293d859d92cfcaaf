import { Decimal } from '@fathom/contracts';
import type { VenueOrder } from '@fathom/simulator';
import type { Account } from '../../account/account.js';
import { REASONS } from '../../account/reasons.js';
import { longDigits, priceText, quantityText } from '../digits.js';
import type { Pair, Pairs } from '../pairs.js';
import { unixSeconds } from '../timestamp.js';
import { closeText, descriptionPrices, orderText } from './order-text.js';

const STATUS: Readonly<Record<VenueOrder['status'], string>> = {
  pending: 'pending',
  open: 'open',
  'partially-filled': 'open',
  filled: 'closed',
  canceled: 'canceled',
  expired: 'expired',
};

export interface EntryOptions {
  readonly account: Account;
  readonly pairs: Pairs;
  /** With the ids of its trades. */
  readonly withTrades: boolean;
}

/** An order as OpenOrders, ClosedOrders and QueryOrders list it. */
export function orderEntry(order: VenueOrder, { account, pairs, withTrades }: EntryOptions): Record<string, unknown> {
  const pair = pairs.named(order.pair);
  const notes = account.notes(order);
  const amount = (value: Decimal) => value.toFixed(longDigits(pair));
  const stopPrice = isConditional(order) && order.isTriggered ? order.triggerPrice : trailingStop(order);
  const triggeredLimit = order.isTriggered ? order.limitPrice : undefined;
  return {
    refid: order.closes ?? null,
    userref: order.userReference ?? 0,
    ...(order.clientOrderId === undefined ? {} : { cl_ord_id: order.clientOrderId }),
    status: STATUS[order.status],
    opentm: unixSeconds(order.acceptedAt),
    starttm: (order.terms.startsAt ?? 0) / 1000,
    expiretm: (order.terms.expiresAt ?? 0) / 1000,
    descr: description(order, pair),
    vol: quantityText(order.quantity, pair),
    vol_exec: quantityText(order.filledQuantity, pair),
    cost: amount(order.cost),
    fee: amount(order.fee),
    price: priceOrZero(order.averagePrice, pair),
    stopprice: priceOrZero(stopPrice, pair),
    limitprice: priceOrZero(triggeredLimit, pair),
    ...(isConditional(order) ? { trigger: order.terms.trigger ?? 'last' } : {}),
    ...(order.terms.leverage === undefined ? {} : { margin: true }),
    ...(order.terms.reduceOnly === true ? { reduce_only: true } : {}),
    ...(order.terms.timeInForce === undefined ? {} : { timeinforce: order.terms.timeInForce.toUpperCase() }),
    ...(order.order.type === 'iceberg' ? { displayvol: quantityText(order.order.displayQuantity, pair) } : {}),
    misc: miscellaneous(order, notes.amends.length > 1).join(','),
    oflags: notes.flags.join(','),
    ...(order.closedAt === undefined
      ? {}
      : {
          reason: notes.reason ?? (order.reason === undefined ? null : REASONS[order.reason]),
          closetm: unixSeconds(order.closedAt),
        }),
    ...(withTrades && order.fills.length > 0 ? { trades: order.fills } : {}),
  };
}

function description(order: VenueOrder, pair: Pair) {
  return {
    pair: pair.altname,
    aclass: 'forex',
    type: order.side,
    ordertype: order.order.type,
    ...descriptionPrices(order.order, pair),
    leverage: order.terms.leverage === undefined ? 'none' : `${order.terms.leverage}:1`,
    order: orderText(order, pair, order.quantity),
    close: closeText(order.terms.conditionalClose, pair),
  };
}

/** Zeros have the long digits, prices the pair's: so they are recorded. */
function priceOrZero(price: Decimal | undefined, pair: Pair): string {
  return price === undefined || price.isZero() ? Decimal.ZERO.toFixed(longDigits(pair)) : priceText(price, pair);
}

function isConditional({ order }: VenueOrder): boolean {
  return !['market', 'limit', 'iceberg'].includes(order.type);
}

/** The price that would set off a trailing order now. */
function trailingStop({ order, triggerPrice }: VenueOrder): Decimal | undefined {
  return order.type.startsWith('trailing') ? triggerPrice : undefined;
}

/** docs.kraken.com, "Get Open Orders", `misc`. */
function miscellaneous(order: VenueOrder, isAmended: boolean): string[] {
  const words: string[] = [];
  if (order.isTriggered) words.push(order.order.type.startsWith('take-profit') ? 'touched' : 'stopped');
  if (order.isLiquidation) words.push('liquidated');
  const isPartial = order.filledQuantity.isPositive() && order.filledQuantity.isLessThan(order.quantity);
  if (isPartial && order.quantityIn === 'base') words.push('partial');
  if (isAmended) words.push('amended');
  return words;
}
