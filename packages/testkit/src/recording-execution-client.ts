import type { ExecutionClient, OrderChange, OrderRequest } from '@fathom/contracts';

/** Sends nothing; keeps what it was asked to send. */
export class RecordingExecutionClient implements ExecutionClient {
  readonly #submitted: OrderRequest[] = [];
  readonly #canceled: string[] = [];
  readonly #amended: { readonly clientOrderId: string; readonly change: OrderChange }[] = [];

  /** Orders submitted, oldest first. */
  get submitted(): readonly OrderRequest[] {
    return this.#submitted;
  }

  /** Client order ids of the cancellations asked for, oldest first. */
  get canceled(): readonly string[] {
    return this.#canceled;
  }

  /** New prices asked for, oldest first. */
  get amended(): readonly { readonly clientOrderId: string; readonly change: OrderChange }[] {
    return this.#amended;
  }

  submit(order: OrderRequest): void {
    this.#submitted.push(order);
  }

  cancel(order: OrderRequest): void {
    this.#canceled.push(order.clientOrderId);
  }

  amend({ clientOrderId }: OrderRequest, change: OrderChange): void {
    this.#amended.push({ clientOrderId, change });
  }
}
