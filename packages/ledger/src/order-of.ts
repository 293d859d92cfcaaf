import { Decimal, type OrderIntended } from '@fathom/contracts';
import { type OrderExtras, OrderRecord, type TradeRecord } from './records.js';

/** The order an event speaks of, as it was when it was written down. */
export function orderOf({ order, purpose, tradeId, reason, signal }: OrderIntended, trade: TradeRecord | undefined) {
  const { type, clientOrderId, side, quantity, time, terms } = order;
  const price = 'price' in order ? order.price : Decimal.ZERO;
  const extras = extrasOf(order);
  const draft = { type, side, quantity, price, extras, terms, time, purpose, tradeKey: tradeId, trade, reason, signal };
  return new OrderRecord(draft, clientOrderId);
}

function extrasOf(order: OrderIntended['order']): OrderExtras | undefined {
  if ('limitPrice' in order) return { limitPrice: order.limitPrice };
  if ('limitOffset' in order) return { offset: order.offset, limitOffset: order.limitOffset };
  return 'offset' in order ? { offset: order.offset } : undefined;
}
