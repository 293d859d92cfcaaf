import type { ExecutionClient, OrderRequest } from '@fathom/contracts';

/** Sends nothing; keeps what it was asked to send. */
export class RecordingExecutionClient implements ExecutionClient {
  readonly #submitted: OrderRequest[] = [];
  readonly #canceled: string[] = [];

  /** Orders submitted, oldest first. */
  get submitted(): readonly OrderRequest[] {
    return this.#submitted;
  }

  /** Client order ids of the cancellations asked for, oldest first. */
  get canceled(): readonly string[] {
    return this.#canceled;
  }

  submit(order: OrderRequest): void {
    this.#submitted.push(order);
  }

  cancel(order: OrderRequest): void {
    this.#canceled.push(order.clientOrderId);
  }
}
