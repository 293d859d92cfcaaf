import type { PendingEntry } from '@fathom/contracts';
import type { OrderRecord } from './records.js';

/** An entry as strategies see it. */
export function pendingEntry(order: OrderRecord): PendingEntry {
  return {
    tradeId: String(order.tradeKey),
    side: order.side === 'buy' ? 'long' : 'short',
    quantity: order.quantity,
    filledQuantity: order.filledQuantity,
    limitPrice: order.type === 'limit' ? order.price.toNumber() : undefined,
    decidedAt: order.time,
  };
}
