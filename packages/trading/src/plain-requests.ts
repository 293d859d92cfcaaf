import { type ExecutionClient, type OrderChange, type OrderRequest, plainRequest } from '@fathom/contracts';

/** Hands on plain orders instead of the engine's own records. */
export class PlainRequests implements ExecutionClient {
  private readonly execution: ExecutionClient;

  constructor(execution: ExecutionClient) {
    this.execution = execution;
  }

  submit(order: OrderRequest): void {
    this.execution.submit(plainRequest(order));
  }

  cancel(order: OrderRequest): void {
    this.execution.cancel(plainRequest(order));
  }

  amend(order: OrderRequest, change: OrderChange): void {
    this.execution.amend?.(plainRequest(order), change);
  }

  find(order: OrderRequest): void {
    this.execution.find?.(plainRequest(order));
  }
}
