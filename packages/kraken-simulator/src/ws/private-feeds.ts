import { type Instrument, UsageError } from '@fathom/contracts';
import { balanceRow, ledgerRow } from './channels/balances-text.js';
import { eventRow, fillRow, orderRow } from './channels/executions-text.js';
import type { Fields } from './fields.js';
import { type JsonObject, writeJson } from './json.js';
import type { AccountEvent, Accounts, ExecutionEvent } from './ports.js';

/** A private subscription of one connection: its frames are numbered from 1. */
export interface PrivateFeed {
  readonly account: string;
  /** What the acknowledgement says beside the channel. */
  readonly result: JsonObject;
  snapshotText(): string | undefined;
  /** Undefined for what the subscription does not tell. */
  eventText(event: AccountEvent): string | undefined;
}

export interface PrivateFeedOptions {
  readonly account: string;
  readonly accounts: Accounts;
  readonly instruments: readonly Instrument[];
}

/** Kraken's deprecation notes, as recorded. */
const EXECUTIONS_WARNINGS = [
  'cancel_reason is deprecated, use reason',
  'stop_price is deprecated, use triggers.price',
  'trigger is deprecated use triggers.reference',
  'triggered_price is deprecated use triggers.last_price',
];
/** With `order_status: false` only these and trades are told. */
const OPEN_AND_CLOSE = new Set<ExecutionEvent['execType']>(['new', 'trade', 'filled', 'canceled', 'expired']);

/** @throws {Refused} for a field of the wrong type. */
export function executionsFeed(params: Fields, options: PrivateFeedOptions): PrivateFeed {
  const { account, accounts } = options;
  const hasOrders = params.flag('snap_orders') ?? params.flag('snapshot') ?? true;
  const hasTrades = params.flag('snap_trades') ?? false;
  const isWhole = params.flag('order_status') ?? true;
  const hasCounter = params.flag('ratecounter') ?? false;
  const instrumentOf = finder(options.instruments);
  const text = numbered('executions');
  return {
    account,
    result: {
      channel: 'executions',
      maxratecount: accounts.maxRateCount(account),
      snapshot: hasOrders || hasTrades,
      warnings: EXECUTIONS_WARNINGS,
    },
    snapshotText() {
      if (!hasOrders && !hasTrades) return undefined;
      const orders = hasOrders ? accounts.openOrders(account) : [];
      const fills = hasTrades ? accounts.recentFills(account) : [];
      return text('snapshot', [
        ...orders.map((order) => orderRow(order, instrumentOf(order.pair))),
        ...fills.map(({ order, fill }) => {
          const isDone = order.status !== 'new' && order.status !== 'partially_filled';
          return fillRow(order, fill, instrumentOf(order.pair), isDone ? order.status : 'partially_filled');
        }),
      ]);
    },
    eventText(event) {
      if (event.kind !== 'execution' || (!isWhole && !OPEN_AND_CLOSE.has(event.execType))) return undefined;
      const { pair } = event.order;
      const count = hasCounter ? Math.round(accounts.rateCount(account, pair, event.time)) : undefined;
      return text('update', [{ ...eventRow(event, instrumentOf(pair)), ratecount: count }]);
    },
  };
}

/** @throws {Refused} for a field of the wrong type. */
export function balancesFeed(params: Fields, { account, accounts }: PrivateFeedOptions): PrivateFeed {
  const snapshot = params.flag('snapshot') ?? true;
  const text = numbered('balances');
  return {
    account,
    result: { channel: 'balances', snapshot },
    snapshotText: () => (snapshot ? text('snapshot', accounts.balances(account).map(balanceRow)) : undefined),
    eventText: (event) => (event.kind === 'balance' ? text('update', [ledgerRow(event)]) : undefined),
  };
}

function numbered(channel: string): (type: 'snapshot' | 'update', data: readonly JsonObject[]) => string {
  let sequence = 0;
  return (type, data) => {
    sequence += 1;
    return writeJson({ channel, type, data, sequence });
  };
}

function finder(instruments: readonly Instrument[]): (pair: string) => Instrument {
  return (pair) => {
    const instrument = instruments.find(({ name }) => name === pair);
    if (instrument === undefined) throw new UsageError(`an order of ${pair}, which is not in this market`);
    return instrument;
  };
}
