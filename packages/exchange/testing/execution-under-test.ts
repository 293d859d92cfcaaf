import { Decimal, type OrderRequest } from '@fathom/contracts';
import { inMemoryTransport, InMemorySockets, type RestFault } from '@fathom/kraken-simulator';
import { ManualTime, SeededRandom } from '@fathom/testkit';
import { type ExecutionEvent, KrakenExecution } from '../src/kraken/execution/kraken-execution.js';
import { OrderWatch, type OrderWatchOptions } from '../src/kraken/execution/order-watch.js';
import { fetchTransport } from '../src/kraken/rest/fetch-transport.js';
import type { HttpTransport } from '../src/kraken/rest/transport.js';
import type { AccountEvent } from '../src/kraken/ws/account-events.js';
import { ConnectionBudget } from '../src/kraken/ws/connection-budget.js';
import { KrakenAccountFeed } from '../src/kraken/ws/kraken-account-feed.js';
import { type LocalOptions, localKraken, START } from './rest/local-kraken.js';

export interface UnderTestOptions extends Partial<LocalOptions> {
  readonly seed?: number;
  readonly watch?: Partial<OrderWatchOptions>;
  /** Begin without the account's feed. */
  readonly isDeaf?: boolean;
  /** Reports name Kraken's id of an order and never ours. */
  readonly isNameless?: boolean;
  /** The client spends as if it were a Pro's, whatever the account's tier. */
  readonly isUnbridled?: boolean;
}

/** `KrakenExecution` with the account's feed, at a local Kraken in memory, under a clock moved by hand. */
export async function executionUnderTest({
  seed = 1,
  watch: watchOptions,
  isDeaf,
  isNameless,
  isUnbridled,
  ...local
}: UnderTestOptions = {}) {
  const time = new ManualTime(START);
  const calls: string[] = [];
  const kraken = localKraken({ time, random: new SeededRandom(seed), ...local });
  const send = fetchTransport({ fetch: inMemoryTransport(kraken.kraken, time), scheduler: time });
  const transport: HttpTransport = (request) => {
    calls.push(new URL(request.url).pathname.split('/').at(-1) ?? '');
    return send(request);
  };
  const rest = kraken.client({
    transport,
    ...(local.tier !== undefined && isUnbridled !== true && { tier: local.tier }),
  });
  const sockets = new InMemorySockets(kraken.kraken, time);
  const budget = new ConnectionBudget();
  const wait = async <T>(promise: Promise<T>): Promise<T> => {
    const state = { isDone: false };
    void promise.catch(() => undefined).finally(() => (state.isDone = true));
    while (!state.isDone) await time.advance(10);
    return promise;
  };
  const pair = await wait(rest.pairs.find('BTC/USD'));
  const troubles: string[] = [];
  const events: ExecutionEvent[] = [];
  const others: string[] = [];
  const watch = new OrderWatch({
    rest,
    time,
    onTrouble: (reason) => troubles.push(reason),
    onOther: ({ orderId }) => others.push(orderId),
    ...(isDeaf !== true && {
      feed: (deliver) =>
        new KrakenAccountFeed({
          clock: time,
          scheduler: time,
          random: new SeededRandom(seed),
          transport: sockets,
          budget,
          url: 'ws://127.0.0.1/v2/auth',
          channels: ['orders'],
          token: async () => (await rest.account.webSocketToken()).token.reveal(),
          deliver: (event) => deliver(isNameless === true ? nameless(event) : event),
        }),
    }),
    ...watchOptions,
  });
  const execution = new KrakenExecution({
    rest,
    pair,
    time,
    watch,
    onEvent: (event) => events.push(event),
    onTrouble: (reason) => troubles.push(reason),
  });
  await time.advance(1000);
  const base = (clientOrderId: string, side: 'buy' | 'sell' = 'buy') => ({
    clientOrderId,
    side,
    quantity: Decimal.parse('0.01'),
    time: time.now(),
  });
  const market = (id: string, side?: 'buy' | 'sell'): OrderRequest => ({ ...base(id, side), type: 'market' });
  const limit = (id: string, price = '40000'): OrderRequest => ({
    ...base(id),
    type: 'limit',
    price: Decimal.parse(price),
  });
  const strike = (method: string, fault: RestFault) => kraken.kraken.faults.add({ match: { method, times: 1 }, fault });
  return {
    ...kraken,
    rest,
    pair,
    time,
    sockets,
    watch,
    execution,
    events,
    troubles,
    others,
    calls,
    wait,
    market,
    limit,
    strike,
    /** What was told, a line each: `accepted a`, `filled a 0.01 complete`. */
    told: () => events.map(line),
  };
}

function line(event: ExecutionEvent): string {
  if (event.type === 'trading-halted') return `halted: ${event.reason}`;
  const name = `${event.type.slice('order-'.length)} ${event.clientOrderId}`;
  switch (event.type) {
    case 'order-filled':
      return `${name} ${event.fill.quantity.toString()}${event.isComplete ? ' complete' : ''}`;
    case 'order-canceled':
    case 'order-rejected':
    case 'order-unknown':
    case 'order-amend-refused':
      return `${name}: ${event.reason}`;
    case 'order-found':
      return `${name} with ${event.fills.length}${event.ended === undefined ? '' : `, ${event.ended}`}`;
    case 'order-accepted':
    case 'order-amended':
    case 'order-absent':
      return name;
    default:
      return event satisfies never;
  }
}

function nameless(event: AccountEvent): AccountEvent {
  if (event.type !== 'order-reported') return event;
  const { clientOrderId: _, ...rest } = event;
  return rest;
}
