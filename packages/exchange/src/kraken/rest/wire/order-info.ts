import type { Decimal, OrderSide } from '@fathom/contracts';
import {
  decimal,
  decimalOrNone,
  numberOrNone,
  present,
  record,
  text,
  textOrNone,
  time,
  timeOrNone,
  WireError,
} from './fields.js';

/** `closed` is a filled order, by Kraken's word. */
export type KrakenOrderStatus = 'pending' | 'open' | 'closed' | 'canceled' | 'expired';
const STATUSES: readonly KrakenOrderStatus[] = ['pending', 'open', 'closed', 'canceled', 'expired'];

/** An order as OpenOrders, ClosedOrders and QueryOrders tell it. Times in milliseconds, amounts exact. */
export interface OrderInfo {
  readonly exchangeOrderId: string;
  /** Absent where it was sent without one. */
  readonly clientOrderId?: string;
  /** 0 where it was sent without one. */
  readonly userReference: number;
  readonly status: KrakenOrderStatus;
  /** `XBTUSD`: Kraken's short name. Absent in some old records, as are the other parts of the description. */
  readonly pair?: string;
  readonly side?: OrderSide;
  /** `limit`, `stop-loss`, … */
  readonly type?: string;
  /** Limit price or trigger as it was sent; `+5%` for a trailing one. */
  readonly priceText?: string;
  readonly secondPriceText?: string;
  /** `none` or `5:1`. */
  readonly leverage?: string;
  /** Kraken's sentence about it: `buy 0.01000000 XBTEUR @ limit 3792.8`. */
  readonly description?: string;
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly startsAt?: number;
  readonly expiresAt?: number;
  /** Base units. */
  readonly quantity: Decimal;
  readonly filledQuantity: Decimal;
  /** Quote units. */
  readonly cost: Decimal;
  readonly fee: Decimal;
  /** Of its fills; absent while there are none. */
  readonly averagePrice?: Decimal;
  /** Where a trailing or stop order would set off now. */
  readonly stopPrice?: Decimal;
  readonly limitPrice?: Decimal;
  /** Why it ended: `User requested`, `Out of funds`, … */
  readonly reason?: string;
  /** `fciq`, `post`, … */
  readonly flags: readonly string[];
  readonly misc?: string;
  /** Ids of its fills; only where they were asked for. */
  readonly tradeIds: readonly string[];
}

export function readOrder(value: unknown, at: string, id: string): OrderInfo {
  const order = record(value, at);
  const description = record(order['descr'] ?? {}, `${at}.descr`);
  const status = STATUSES.find((known) => known === order['status']);
  if (status === undefined) throw new WireError(`${at}.status is unknown: ${JSON.stringify(order['status'])}`);
  const side = description['type'];
  const trades = order['trades'];
  return {
    exchangeOrderId: id,
    ...present({ clientOrderId: textOrNone(order['cl_ord_id']) }),
    userReference: numberOrNone(order['userref'], `${at}.userref`) ?? 0,
    status,
    ...present({
      pair: textOrNone(description['pair']),
      side: side === 'buy' || side === 'sell' ? side : undefined,
      type: textOrNone(description['ordertype']),
      priceText: textOrNone(description['price']),
      secondPriceText: textOrNone(description['price2']),
      leverage: textOrNone(description['leverage']),
      description: textOrNone(description['order']),
    }),
    openedAt: time(order['opentm'], `${at}.opentm`),
    ...present({
      closedAt: timeOrNone(order['closetm'], `${at}.closetm`),
      startsAt: timeOrNone(order['starttm'], `${at}.starttm`),
      expiresAt: timeOrNone(order['expiretm'], `${at}.expiretm`),
    }),
    quantity: decimal(order['vol'], `${at}.vol`),
    filledQuantity: decimal(order['vol_exec'], `${at}.vol_exec`),
    cost: decimal(order['cost'], `${at}.cost`),
    fee: decimal(order['fee'], `${at}.fee`),
    ...present({
      averagePrice: decimalOrNone(order['price'], `${at}.price`),
      stopPrice: decimalOrNone(order['stopprice'], `${at}.stopprice`),
      limitPrice: decimalOrNone(order['limitprice'], `${at}.limitprice`),
      reason: textOrNone(order['reason']),
      misc: textOrNone(order['misc']),
    }),
    flags: (textOrNone(order['oflags']) ?? '').split(',').filter((flag) => flag !== ''),
    tradeIds: Array.isArray(trades) ? trades.map((each) => text(each, `${at}.trades`)) : [],
  };
}
