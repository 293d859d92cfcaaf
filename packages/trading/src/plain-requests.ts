import type { ExecutionClient, OrderRequest } from '@fathom/contracts';

/**
 * Hands orders on as what they are and nothing more. The engine sends its own records, which know much besides, such as
 * a price that means nothing for a market order; what goes to another process must not be made of that.
 */
export class PlainRequests implements ExecutionClient {
  private readonly execution: ExecutionClient;

  constructor(execution: ExecutionClient) {
    this.execution = execution;
  }

  submit(order: OrderRequest): void {
    this.execution.submit(plain(order));
  }

  cancel(order: OrderRequest): void {
    this.execution.cancel(plain(order));
  }

  find(order: OrderRequest): void {
    this.execution.find?.(plain(order));
  }
}

function plain(order: OrderRequest): OrderRequest {
  const { clientOrderId, side, quantity, time } = order;
  const base = { clientOrderId, side, quantity, time };
  return order.type === 'market' ? { ...base, type: order.type } : { ...base, type: order.type, price: order.price };
}
