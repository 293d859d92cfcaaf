import { Decimal, type Fill, type OrderTerms, type PositionLiquidated } from '@fathom/contracts';
import { OrderRecord, type TradeRecord } from './records.js';

/** On margin, with a leverage nobody knows. */
const UNKNOWN: OrderTerms = { leverage: 2, reduceOnly: true };

/** The order nobody sent, as far as it has closed one trade: final, with the exchange's own id. */
export function liquidationOrder(
  { side, time, exchangeOrderId }: PositionLiquidated,
  trade: TradeRecord | undefined,
  part: Fill,
): OrderRecord {
  const order = new OrderRecord(
    {
      type: 'market',
      side,
      quantity: part.quantity,
      price: Decimal.ZERO,
      extras: undefined,
      terms: trade?.entry.terms ?? UNKNOWN,
      time,
      purpose: 'exit',
      tradeKey: trade?.entry.tradeKey ?? exchangeOrderId,
      trade,
      reason: 'liquidation',
      signal: undefined,
    },
    exchangeOrderId,
  );
  order.accept(exchangeOrderId);
  order.fill(part, true);
  return order;
}
