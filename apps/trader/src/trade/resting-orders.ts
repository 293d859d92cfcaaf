import { type OrderRequest, plainRequest } from '@fathom/contracts';
import type { Ledger } from '@fathom/ledger';

/** What is left of orders that rested when the last run ended. */
export function restingOrders(ledger: Ledger): OrderRequest[] {
  return ledger.activeOrders().flatMap((order) => {
    if (order.exchangeOrderId === '' || order.type === 'market') return [];
    return [{ ...plainRequest(order), quantity: order.quantity.minus(order.filledQuantity) }];
  });
}
