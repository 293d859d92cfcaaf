import type { OrderRequest } from './order.js';

/**
 * An order as what it is and nothing more. The engine sends its own records, which know much besides, such as a price that
 * means nothing for a market order; what is written down or goes to another process must not be made of that.
 */
export function plainRequest(order: OrderRequest): OrderRequest {
  const { clientOrderId, side, quantity, time, terms } = order;
  const rest = terms === undefined ? {} : { terms };
  const base = { clientOrderId, side, quantity, time };
  switch (order.type) {
    case 'market':
      return { type: order.type, ...base, ...rest };
    case 'limit':
    case 'stop-loss':
    case 'take-profit':
      return { type: order.type, ...base, price: order.price, ...rest };
    case 'stop-loss-limit':
    case 'take-profit-limit':
      return { type: order.type, ...base, price: order.price, limitPrice: order.limitPrice, ...rest };
    case 'trailing-stop':
      return { type: order.type, ...base, offset: order.offset, ...rest };
    case 'trailing-stop-limit':
    default:
      return { type: order.type, ...base, offset: order.offset, limitOffset: order.limitOffset, ...rest };
  }
}
