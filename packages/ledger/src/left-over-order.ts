import { Decimal, type Fill, type RemainderLeft } from '@fathom/contracts';
import { OrderRecord, type TradeRecord } from './records.js';

/** Why a trade is over of which no order has given anything back. */
const LEFT_OVER = 'leftOver';

/** What is left over of a trade, as an order that nobody sent: it counts at the latest price and costs nothing. */
export function leftOverOrder(event: RemainderLeft, trade: TradeRecord): [OrderRecord, Fill] {
  const { time, quantity } = event;
  const { entry, exit } = trade;
  const order = new OrderRecord(
    {
      type: 'market',
      side: trade.side === 'long' ? 'sell' : 'buy',
      quantity,
      price: Decimal.ZERO,
      extras: undefined,
      terms: entry.terms,
      time,
      purpose: 'exit',
      tradeKey: entry.tradeKey,
      trade,
      reason: exit?.reason ?? LEFT_OVER,
      signal: undefined,
    },
    exit?.clientOrderId ?? '',
  );
  // The last order that did give something back is the one that ended it.
  if (exit?.exchangeId !== undefined) order.accept(exit.exchangeId);
  const all = countedAs(event, trade);
  order.fill(all, true);
  return [order, all];
}

function countedAs({ time, price, quantity }: RemainderLeft, { returned }: TradeRecord): Fill {
  const cost = price.times(quantity);
  const liquidity = returned?.liquidity ?? 'taker';
  return { time, price, quantity, cost, fee: Decimal.ZERO, liquidity, slippage: Decimal.ZERO };
}
