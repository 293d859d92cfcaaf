import {
  Decimal,
  type ExecutionClient,
  type Fill,
  type OrderAbsent,
  type OrderEvent,
  type OrderFound,
  type OrderRequest,
} from '@fathom/contracts';

type ExecutionEvent = OrderEvent | OrderFound | OrderAbsent;

/**
 * An execution client with the market it trades on: BTC/USD at 100, an account with 1000 USD and nothing else.
 * Calls that must wait for something return a promise.
 */
export interface ExecutionHarness {
  readonly client: ExecutionClient;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Everything on its way arrives, its answers too; the market does not move. */
  settle(): void | Promise<void>;
  /** The market goes to `price`, where any quantity can be bought and sold, and prints there. */
  moveTo(price: number): void | Promise<void>;
}

/** One requirement. `run` throws when it is not met. */
interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/**
 * What every `ExecutionClient` must do, whoever it talks to, as cases for
 * `it.each(…)('$name', ({ run }) => expect(run()).resolves.toBeUndefined())`. A harness is made afresh for each.
 */
export function executionClientContract(
  make: (deliver: (event: ExecutionEvent) => void) => ExecutionHarness | Promise<ExecutionHarness>,
): ContractCase[] {
  return CASES.map(([name, check]) => ({
    name,
    run: async () => {
      const watched = new WatchedClient();
      watched.harness = await make((event) => watched.tell(event));
      await watched.harness.moveTo(100);
      await check(watched);
      watched.verify();
    },
  }));
}

type PricedType = 'limit' | 'stop-loss' | 'take-profit';

/** Keeps what was told and notices what must never be. */
class WatchedClient {
  harness: ExecutionHarness | undefined;
  onEvent: (event: ExecutionEvent) => void = () => undefined;
  readonly events: ExecutionEvent[] = [];
  readonly submitted: OrderRequest[] = [];
  private isCalling = false;

  tell(event: ExecutionEvent): void {
    ensure(!this.isCalling, `${event.type} was delivered during a call`);
    this.events.push(event);
    this.onEvent(event);
  }

  /** Submits an order for one unit. @returns its client order id. */
  submit(type: PricedType | 'market', side: OrderRequest['side'], price = 0): string {
    // 32 hexadecimal digits: exchanges are strict about the form of ids.
    const clientOrderId = `${this.submitted.length + 1}`.padStart(32, '0');
    const base = { clientOrderId, side, quantity: Decimal.ONE, time: this.harness?.now() ?? 0 };
    const order: OrderRequest =
      type === 'market' ? { ...base, type } : { ...base, type, price: Decimal.fromNumber(price, 1) };
    this.submitted.push(order);
    this.call((client) => client.submit(order));
    return clientOrderId;
  }

  cancel(clientOrderId: string): void {
    const sent = this.submitted.find((order) => order.clientOrderId === clientOrderId);
    this.call((client) => client.cancel(sent ?? neverSent(clientOrderId)));
  }

  async settle(): Promise<void> {
    await this.harness?.settle();
  }

  /** Moves the market and lets what comes of it arrive; twice, for those who act on the next event only. */
  async moveTo(price: number): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      await this.harness?.moveTo(price);
      await this.settle();
    }
  }

  /** Buys one unit at the market. */
  async buy(): Promise<string> {
    const id = this.submit('market', 'buy');
    await this.settle();
    await this.moveTo(100);
    return id;
  }

  /** What was told of an order: `accepted filled`. */
  told(clientOrderId: string): string {
    return this.of(clientOrderId)
      .map(({ type }) => type.slice('order-'.length))
      .join(' ');
  }

  fills(clientOrderId: string): Fill[] {
    return this.of(clientOrderId).flatMap((event) => (event.type === 'order-filled' ? [event.fill] : []));
  }

  /** What holds whatever has happened. */
  verify(): void {
    for (const order of this.submitted) this.verifyOrder(order);
    const times = this.events.map(({ time }) => time);
    ensure(
      times.every((time, n) => time >= (times[n - 1] ?? time)),
      `time goes back: ${times.join(' ')}`,
    );
  }

  private verifyOrder(order: OrderRequest): void {
    const events = this.of(order.clientOrderId);
    const told = this.told(order.clientOrderId);
    const answers = events.filter(({ type }) => type === 'order-accepted' || type === 'order-rejected');
    ensure(answers.length === 1 && events[0] === answers[0], `not answered once, and first: ${told}`);
    const end = events.findIndex(isLast);
    ensure(end < 0 || end === events.length - 1, `events after the last one: ${told}`);
    const fills = this.fills(order.clientOrderId);
    const sum = fills.reduce((total, { quantity }) => total.plus(quantity), Decimal.ZERO);
    const isComplete = told.endsWith('filled') && end >= 0;
    ensure(
      isComplete ? sum.equals(order.quantity) : sum.isLessThan(order.quantity),
      `filled ${sum.toString()}: ${told}`,
    );
    for (const fill of fills) verifyFill(order, fill);
  }

  private of(clientOrderId: string): ExecutionEvent[] {
    return this.events.filter((event) => event.clientOrderId === clientOrderId);
  }

  private call(action: (client: ExecutionClient) => void): void {
    const wasCalling = this.isCalling;
    this.isCalling = true;
    try {
      if (this.harness !== undefined) action(this.harness.client);
    } finally {
      this.isCalling = wasCalling;
    }
  }
}

function neverSent(clientOrderId: string): OrderRequest {
  return { type: 'limit', clientOrderId, side: 'buy', quantity: Decimal.ONE, time: 0, price: Decimal.ONE };
}

function isLast(event: ExecutionEvent): boolean {
  return event.type === 'order-filled'
    ? event.isComplete
    : event.type === 'order-canceled' || event.type === 'order-rejected';
}

function verifyFill(order: OrderRequest, { price, quantity, cost, fee, slippage }: Fill): void {
  ensure(quantity.isPositive() && price.isPositive(), `fill of ${quantity.toString()} at ${price.toString()}`);
  const difference = cost.minus(price.times(quantity)).abs();
  ensure(difference.isLessThan(Decimal.parse('0.001')), `cost ${cost.toString()} is not price × quantity`);
  ensure(!fee.isNegative() && !slippage.isNegative(), `fee ${fee.toString()}, slippage ${slippage.toString()}`);
  if (order.type !== 'limit') return;
  const isWorse = order.side === 'buy' ? price.isGreaterThan(order.price) : price.isLessThan(order.price);
  ensure(!isWorse, `filled at ${price.toString()}, limit ${order.price.toString()}`);
}

function ensure(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(what);
}

const told = (client: WatchedClient, id: string, expected: string) =>
  ensure(client.told(id) === expected, `told "${client.told(id)}" instead of "${expected}"`);

const CASES: readonly (readonly [string, (client: WatchedClient) => Promise<void>])[] = [
  [
    'accepts an order once, with the exchange’s id of it, after submit has returned',
    async (client) => {
      const ids = [client.submit('limit', 'buy', 50), client.submit('limit', 'buy', 51)];
      ensure(client.events.length === 0, 'answered at once');
      await client.settle();
      for (const id of ids) told(client, id, 'accepted');
      const theirs = client.events.flatMap((event) => (event.type === 'order-accepted' ? [event.exchangeOrderId] : []));
      ensure(new Set(theirs).size === 2 && !theirs.includes(''), `exchange ids ${theirs.join(' ')}`);
    },
  ],
  [
    'fills an order at the market, and says when it is complete',
    async (client) => {
      const id = await client.buy();
      ensure(/^accepted( filled)+$/.test(client.told(id)), client.told(id));
    },
  ],
  [
    'fills a limit order when the market has come to it, not before',
    async (client) => {
      const id = client.submit('limit', 'buy', 90);
      await client.settle();
      await client.moveTo(91);
      told(client, id, 'accepted');
      await client.moveTo(89);
      ensure(/^accepted( filled)+$/.test(client.told(id)), client.told(id));
    },
  ],
  [
    'sends a stop-loss off at its price, not before',
    async (client) => {
      await client.buy();
      const id = client.submit('stop-loss', 'sell', 95);
      await client.settle();
      await client.moveTo(96);
      told(client, id, 'accepted');
      await client.moveTo(94);
      ensure(/^accepted( filled)+$/.test(client.told(id)), client.told(id));
    },
  ],
  [
    'sends a take-profit off at its price, not before',
    async (client) => {
      await client.buy();
      const id = client.submit('take-profit', 'sell', 105);
      await client.settle();
      await client.moveTo(104);
      told(client, id, 'accepted');
      await client.moveTo(106);
      ensure(/^accepted( filled)+$/.test(client.told(id)), client.told(id));
    },
  ],
  [
    'cancels a resting order once, and nothing happens to it afterwards',
    async (client) => {
      const id = client.submit('limit', 'buy', 90);
      await client.settle();
      client.cancel(id);
      client.cancel(id);
      told(client, id, 'accepted');
      await client.settle();
      await client.moveTo(80);
      told(client, id, 'accepted canceled');
    },
  ],
  [
    'says nothing to the cancellation of an order that is final or was never sent',
    async (client) => {
      const filled = await client.buy();
      const canceled = client.submit('limit', 'buy', 50);
      await client.settle();
      client.cancel(canceled);
      await client.settle();
      const count = client.events.length;
      for (const id of [filled, canceled, 'f'.repeat(32)]) client.cancel(id);
      await client.settle();
      await client.moveTo(100);
      ensure(client.events.length === count, client.events.map(({ type }) => type).join(' '));
    },
  ],
  [
    'cancels an order that was sent and canceled in one breath, or does not send it',
    async (client) => {
      const id = client.submit('limit', 'buy', 90);
      client.cancel(id);
      await client.settle();
      await client.settle();
      await client.moveTo(100);
      ensure(['rejected', 'accepted canceled'].includes(client.told(id)), client.told(id));
    },
  ],
  [
    'never fills what the account cannot pay: it is rejected or canceled',
    async (client) => {
      const id = client.submit('market', 'sell');
      await client.settle();
      await client.moveTo(100);
      ensure(['rejected', 'accepted canceled'].includes(client.told(id)), client.told(id));
    },
  ],
  [
    'takes orders and cancellations from inside a delivery, and answers them later',
    async (client) => {
      const ids: string[] = [];
      client.onEvent = (event) => {
        if (event.type !== 'order-accepted') return;
        if (ids.length === 0) ids.push(client.submit('limit', 'buy', 50));
        else client.cancel(event.clientOrderId);
      };
      client.submit('limit', 'buy', 51);
      for (let time = 0; time < 4; time += 1) await client.settle();
      told(client, ids[0] ?? '', 'accepted canceled');
    },
  ],
];
