import {
  type Clock,
  type ExecutionClient,
  FathomError,
  type OrderAbsent,
  type OrderEvent,
  type OrderFound,
  type OrderRequest,
  type OrderTerms,
  type Scheduler,
} from '@fathom/contracts';
import { reasonOf } from '../calls.js';
import type { KrakenRest } from '../kraken-rest.js';
import type { Priority } from '../rate-gate.js';
import type { TradeInfo } from '../wire/account-data.js';
import type { OrderInfo } from '../wire/order-info.js';
import type { KrakenPair } from '../wire/pair.js';
import { FollowedOrder } from './followed-order.js';

export interface KrakenExecutionOptions {
  readonly rest: KrakenRest;
  readonly pair: KrakenPair;
  readonly time: Clock & Scheduler;
  /** Told everything that becomes of orders, never before the call that caused it has returned. */
  readonly onEvent: (event: OrderEvent | OrderFound | OrderAbsent) => void;
  /** Told why Kraken could not be asked; it is asked again. */
  readonly onTrouble?: (reason: string) => void;
  /** What is asked of an order besides what it is; nothing. */
  readonly terms?: (order: OrderRequest) => OrderTerms;
  /** For Kraken to match a new order, milliseconds; default 5,000. */
  readonly deadlineMs?: number;
  /** How often orders that are open are asked about, milliseconds; default 5,000. */
  readonly pollMs?: number;
}

type State =
  | { readonly name: 'sent' | 'unknown' | 'over' }
  | { readonly name: 'open'; readonly followed: FollowedOrder };

interface Entry {
  readonly order: OrderRequest;
  state: State;
  isCancelWanted: boolean;
  cancelSentAt: number;
}

const QUERY_ORDERS = 50;
const QUERY_TRADES = 20;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Sends the orders of one pair to Kraken. `submit` and `cancel` return at once; what becomes of the orders is asked
 * for as long as any is open, fills always before the end of their order. An order whose outcome nobody knows is told
 * as unknown and left alone until `find` finds it: nothing is ever sent twice.
 */
export class KrakenExecution implements ExecutionClient {
  readonly #options: KrakenExecutionOptions;
  readonly #entries = new Map<string, Entry>();
  #cancelPoll: (() => void) | undefined;
  #isPolling = false;
  #isPollWanted = false;
  #failures = 0;
  #isClosed = false;

  constructor(options: KrakenExecutionOptions) {
    this.#options = options;
  }

  /** @throws {FathomError} for a client order id that was submitted before: it would be sent twice. */
  submit(order: OrderRequest): void {
    const { clientOrderId } = order;
    if (this.#entries.has(clientOrderId))
      throw new FathomError('order-twice', `order ${clientOrderId} was submitted before`);
    const entry = newEntry(order, 'sent');
    this.#entries.set(clientOrderId, entry);
    void this.#send(entry);
  }

  /** An order that is over is left alone; one of an earlier run is canceled under its client order id. */
  cancel(order: OrderRequest): void {
    const entry = this.#entryOf(order);
    if (entry.state.name === 'over') return;
    entry.isCancelWanted = true;
    // Of an order still on its way Kraken knows nothing; it is canceled when its id is there.
    if (entry.state.name !== 'sent') void this.#sendCancel(entry);
  }

  /**
   * Looks for an order nobody knows about: one told as unknown, or of an earlier run. Told as found, with all its fills,
   * and followed from then on; or as absent, which soon after sending proves nothing. When one of Kraken's answers is
   * missing nothing is told, because nothing is known.
   */
  find(order: OrderRequest): void {
    void this.#find(this.#entryOf(order));
  }

  async #find(entry: Entry): Promise<void> {
    const { rest, onTrouble } = this.#options;
    const { clientOrderId, time: since } = entry.order;
    const asOf = rest.now();
    try {
      const answer = await rest.find({ clientOrderId, since });
      if (answer.found === 'nowhere') {
        this.#tell({ type: 'order-absent', ...this.#about(entry), asOf });
        return;
      }
      const { exchangeOrderId } = answer.order;
      const info = (await rest.account.orders([exchangeOrderId], { priority: 'recovery' }))[0] ?? answer.order;
      this.#found(entry, info, await this.#tradesOf(info.tradeIds, 'recovery'), asOf);
    } catch (error) {
      onTrouble?.(reasonOf(error));
    }
  }

  #found(entry: Entry, info: OrderInfo, trades: readonly TradeInfo[], asOf: number): void {
    const { exchangeOrderId } = info;
    const followed = new FollowedOrder(entry.order, exchangeOrderId, this.#options.time.now());
    const { events, isOver } = followed.catchUp(info, trades, this.#options.time.now());
    const isKnown = entry.state.name === 'open' || entry.state.name === 'over';
    if (isOver) entry.state = { name: 'over' };
    else if (!isKnown) entry.state = { name: 'open', followed };
    const fills = events.flatMap((event) => (event.type === 'order-filled' ? [event.fill] : []));
    const ended = isOver ? (info.reason ?? info.status) : undefined;
    this.#tell({ type: 'order-found', ...this.#about(entry), asOf, exchangeOrderId, fills, ended });
    if (entry.isCancelWanted && !isOver) void this.#sendCancel(entry);
    this.#pollSoon();
  }

  #entryOf(order: OrderRequest): Entry {
    const known = this.#entries.get(order.clientOrderId);
    if (known !== undefined) return known;
    const entry = newEntry(order, 'unknown');
    this.#entries.set(order.clientOrderId, entry);
    return entry;
  }

  /** Nothing is asked or told any more; orders on Kraken stay there. */
  close(): void {
    this.#isClosed = true;
    this.#cancelPoll?.();
  }

  async #send(entry: Entry): Promise<void> {
    const { rest, pair, terms, deadlineMs } = this.#options;
    const { order } = entry;
    const outcome = await rest.orders.add(order, {
      pair,
      ...(terms && { terms: terms(order) }),
      ...(deadlineMs !== undefined && { deadlineMs }),
    });
    switch (outcome.outcome) {
      case 'accepted':
        // A look-up may have found it while the answer was on its way.
        if (entry.state.name === 'sent') this.#accepted(entry, outcome.exchangeOrderId);
        return;
      case 'rejected':
        return this.#end(entry, { type: 'order-rejected', ...this.#about(entry), reason: outcome.reason });
      case 'unknown':
      case 'validated':
        entry.state = { name: 'unknown' };
        this.#tell({
          type: 'order-unknown',
          ...this.#about(entry),
          reason: outcome.outcome === 'unknown' ? outcome.reason : 'Kraken only checked it',
        });
        if (entry.isCancelWanted) void this.#sendCancel(entry);
    }
  }

  #accepted(entry: Entry, exchangeOrderId: string): void {
    const followed = new FollowedOrder(entry.order, exchangeOrderId, this.#options.time.now());
    entry.state = { name: 'open', followed };
    this.#tell({ type: 'order-accepted', ...this.#about(entry), exchangeOrderId });
    if (entry.isCancelWanted) void this.#sendCancel(entry);
    this.#pollSoon();
  }

  async #sendCancel(entry: Entry): Promise<void> {
    const { rest, pair, time } = this.#options;
    const { order, state } = entry;
    entry.cancelSentAt = time.now();
    const id =
      state.name === 'open'
        ? { exchangeOrderId: state.followed.exchangeOrderId }
        : { clientOrderId: order.clientOrderId };
    const ageMs = time.now() - (state.name === 'open' ? state.followed.acceptedAt : order.time);
    const outcome = await rest.orders.cancel(id, { pair, ageMs: Math.max(0, ageMs) });
    if (outcome.outcome !== 'accepted') this.#options.onTrouble?.(`cancel ${order.clientOrderId}: ${outcome.reason}`);
    // Whatever the answer was, the order itself says what became of it.
    this.#pollSoon();
  }

  #open(): FollowedOrder[] {
    return [...this.#entries.values()].flatMap(({ state }) => (state.name === 'open' ? [state.followed] : []));
  }

  #pollSoon(): void {
    this.#pollIn(0);
  }

  #pollIn(ms: number): void {
    this.#cancelPoll?.();
    if (this.#isClosed || this.#open().length === 0) return;
    this.#cancelPoll = this.#options.time.after(ms, () => void this.#poll());
  }

  async #poll(): Promise<void> {
    this.#isPollWanted = true;
    if (this.#isPolling) return;
    this.#isPolling = true;
    const { pollMs = 5000, onTrouble } = this.#options;
    while (this.#isPollWanted && !this.#isClosed) {
      this.#isPollWanted = false;
      try {
        const open = this.#open();
        for (let at = 0; at < open.length; at += QUERY_ORDERS) await this.#askAbout(open.slice(at, at + QUERY_ORDERS));
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        onTrouble?.(reasonOf(error));
      }
    }
    this.#isPolling = false;
    this.#cancelAgain(pollMs);
    this.#pollIn(Math.min(pollMs * 2 ** this.#failures, LONGEST_PAUSE_MS));
  }

  /** The first cancellation was lost, or refused for a while: asking again does no harm. */
  #cancelAgain(pollMs: number): void {
    for (const entry of this.#entries.values()) {
      const isDue = this.#options.time.now() - entry.cancelSentAt >= pollMs;
      if (entry.isCancelWanted && entry.state.name === 'open' && isDue) void this.#sendCancel(entry);
    }
  }

  async #askAbout(open: readonly FollowedOrder[]): Promise<void> {
    const { account } = this.#options.rest;
    const infos = await account.orders(open.map(({ exchangeOrderId }) => exchangeOrderId));
    const byId = new Map(infos.map((info) => [info.exchangeOrderId, info]));
    const untold = open.flatMap((each) => {
      const info = byId.get(each.exchangeOrderId);
      return info === undefined ? [] : each.untold(info);
    });
    const trades = await this.#tradesOf(untold, 'account');
    for (const each of open) {
      const info = byId.get(each.exchangeOrderId);
      if (info !== undefined) this.#catchUp(each, info, trades);
    }
  }

  async #tradesOf(ids: readonly string[], priority: Priority): Promise<TradeInfo[]> {
    const trades: TradeInfo[] = [];
    for (let at = 0; at < ids.length; at += QUERY_TRADES) {
      trades.push(...(await this.#options.rest.account.trades(ids.slice(at, at + QUERY_TRADES), { priority })));
    }
    return trades;
  }

  #catchUp(followed: FollowedOrder, info: OrderInfo, trades: readonly TradeInfo[]): void {
    const { events, isOver } = followed.catchUp(info, trades, this.#options.time.now());
    const entry = this.#entries.get(followed.order.clientOrderId);
    if (isOver && entry !== undefined) entry.state = { name: 'over' };
    for (const event of events) this.#tell(event);
  }

  #end(entry: Entry, event: OrderEvent): void {
    entry.state = { name: 'over' };
    this.#tell(event);
  }

  #about({ order }: Entry): { time: number; clientOrderId: string } {
    return { time: this.#options.time.now(), clientOrderId: order.clientOrderId };
  }

  #tell(event: OrderEvent | OrderFound | OrderAbsent): void {
    if (!this.#isClosed) this.#options.onEvent(event);
  }
}

function newEntry(order: OrderRequest, name: 'sent' | 'unknown'): Entry {
  return { order, state: { name }, isCancelWanted: false, cancelSentAt: 0 };
}
