import type { OrderRequest } from '@fathom/contracts';
import type { Ledger } from '@fathom/ledger';

/** What is left of orders that rested when the last run ended. */
export function restingOrders(ledger: Ledger): OrderRequest[] {
  return ledger.activeOrders().flatMap((order) => {
    if (order.exchangeOrderId === '' || order.type === 'market') return [];
    const { clientOrderId, type, side, price, time } = order;
    return [{ clientOrderId, type, side, price, time, quantity: order.quantity.minus(order.filledQuantity) }];
  });
}
