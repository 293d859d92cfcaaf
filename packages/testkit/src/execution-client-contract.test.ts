import type { ExecutionClient, OrderEvent, OrderRequest } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { executionClientContract } from './execution-client-contract.js';

type Deliver = (event: OrderEvent) => void;

/** Accepts everything and fills nothing. */
class Accepting implements ExecutionClient {
  protected readonly waiting: OrderEvent[] = [];
  protected readonly deliver: Deliver;
  private readonly known = new Set<string>();

  constructor(deliver: Deliver) {
    this.deliver = deliver;
  }

  submit({ clientOrderId, time }: OrderRequest): void {
    this.known.add(clientOrderId);
    const exchangeOrderId = `theirs-${this.known.size}`;
    this.waiting.push({ type: 'order-accepted', time, clientOrderId, exchangeOrderId });
  }

  cancel(clientOrderId: string): void {
    if (!this.known.delete(clientOrderId)) return;
    this.waiting.push({ type: 'order-canceled', time: 0, clientOrderId, reason: 'wanted' });
  }

  settle(): void {
    for (const event of this.waiting.splice(0)) this.deliver(event);
  }
}

class Hasty extends Accepting {
  override submit(order: OrderRequest): void {
    super.submit(order);
    this.settle();
  }
}

class Stuttering extends Accepting {
  override submit(order: OrderRequest): void {
    super.submit(order);
    this.waiting.push(...this.waiting.slice(-1));
  }
}

class Chatty extends Accepting {
  override cancel(clientOrderId: string): void {
    this.waiting.push({ type: 'order-canceled', time: 0, clientOrderId, reason: 'always' });
  }
}

async function failuresOf(Client: typeof Accepting): Promise<string[]> {
  const cases = executionClientContract((deliver) => {
    const client = new Client(deliver);
    return { client, now: () => 0, settle: () => client.settle(), moveTo: () => undefined };
  });
  const failures: string[] = [];
  for (const { name, run } of cases) {
    await run().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
  }
  return failures;
}

describe('the contract of execution clients', () => {
  it('notices one that never fills', async () => {
    const failures = (await failuresOf(Accepting)).map((failure) => failure.split(' ')[0]);
    expect(failures).toEqual(['fills', 'fills', 'sends', 'sends', 'says', 'never']);
  });

  it('notices one that answers during the call', async () => {
    expect((await failuresOf(Hasty)).join()).toContain('order-accepted was delivered during a call');
  });

  it('notices one that answers twice', async () => {
    expect((await failuresOf(Stuttering)).join()).toContain('told "accepted accepted" instead of "accepted"');
  });

  it('notices one that cancels what is final', async () => {
    const failures = (await failuresOf(Chatty)).join();
    expect(failures).toContain('says nothing to the cancellation');
    expect(failures).toContain('told "accepted canceled canceled"');
  });
});
