import {
  type Clock,
  type ExecutionClient,
  FathomError,
  type OrderAbsent,
  type OrderChange,
  type OrderEvent,
  type OrderFound,
  type OrderRequest,
  type OrderTerms,
  type Scheduler,
  type TradingHalted,
} from '@fathom/contracts';
import type { KrakenRest } from '../rest/kraken-rest.js';
import type { AddOrderOutcome } from '../rest/order-calls.js';
import type { TradeInfo } from '../rest/wire/account-data.js';
import type { OrderInfo } from '../rest/wire/order-info.js';
import type { KrakenPair } from '../rest/wire/pair.js';
import type { OrderReported } from '../ws/account-events.js';
import { FollowedOrder } from './followed-order.js';
import { fillOfReport } from './fills.js';
import { followedOf, type KeptOrder, KeptOrders } from './kept-orders.js';
import { OrderSearch, type SearchedOrder } from './order-search.js';
import { OrderWatch, type WatchedOrders } from './order-watch.js';
import { OrderWishes } from './order-wishes.js';

/** What is told of orders, and `trading-halted` when one of them was executed twice. */
export type ExecutionEvent = OrderEvent | OrderFound | OrderAbsent | TradingHalted;

export interface KrakenExecutionOptions {
  readonly rest: KrakenRest;
  readonly pair: KrakenPair;
  readonly time: Clock & Scheduler;
  /** Told everything that becomes of orders, never before the call that caused it has returned. */
  readonly onEvent: (event: ExecutionEvent) => void;
  /** Told why Kraken could not be asked, or what it did that it should not; it is asked again. */
  readonly onTrouble?: (reason: string) => void;
  /** What is asked of an order besides what it asks itself; nothing. */
  readonly terms?: (order: OrderRequest) => OrderTerms;
  /** For Kraken to match a new order, milliseconds; default 5,000. */
  readonly deadlineMs?: number;
  /** Who follows the account's orders, shared by all pairs and bots of it. Default: one of its own that only asks. */
  readonly watch?: OrderWatch;
  /** Of its own watch: how often open orders are asked about, milliseconds; default 10,000. */
  readonly pollMs?: number;
}

/** An entry that has waited longer than this for Kraken's limits would meet another market than it was decided on. */
const ENTERS_WITHIN_MS = 10_000;

/** What was asked for shows within this time, or Kraken is asked. */
const SHOWS_WITHIN_MS = 3000;

/**
 * Sends the orders of one pair to Kraken. `submit` and `cancel` return at once; what becomes of the orders is told as the
 * account's feed says it and as answers say it, each thing once, fills always before the end of their order. An order
 * whose outcome nobody knows is told as unknown and left alone until it is found: nothing is ever sent twice.
 *
 * Should Kraken execute one order twice all the same, the money of both is told as fills, what is left of the second is
 * canceled, and a `trading-halted` is told.
 */
export class KrakenExecution implements ExecutionClient {
  readonly #options: KrakenExecutionOptions;
  readonly #watch: OrderWatch;
  readonly #orders = new KeptOrders();
  readonly #watched: WatchedOrders;
  readonly #wishes: OrderWishes;
  readonly #search: OrderSearch;
  #isClosed = false;

  constructor(options: KrakenExecutionOptions) {
    this.#options = options;
    const { rest, time, pollMs, onTrouble } = options;
    this.#watch =
      options.watch ??
      new OrderWatch({ rest, time, ...(pollMs !== undefined && { pollMs }), ...(onTrouble && { onTrouble }) });
    this.#wishes = new OrderWishes({
      rest,
      pair: options.pair,
      tell: (event) => this.#tell(event),
      expectSoon: () => this.#expect(true),
      onTrouble,
    });
    this.#search = new OrderSearch({
      rest,
      found: (kept, found, asOf) => this.#found(kept, found, asOf),
      absent: (kept, asOf) => this.#tell({ type: 'order-absent', ...this.#about(kept), asOf }),
      onTrouble,
    });
    this.#watched = {
      open: () => this.#orders.open(),
      reported: (report) => this.#reported(report),
      answered: (followed, info, trades) => this.#answered(followed, info, trades),
      asked: () => this.#wishes.repeat(this.#orders.active()),
    };
    this.#watch.add(this.#watched);
  }

  /** Orders held in memory: those open, and the newest that are over. */
  get orders(): number {
    return this.#orders.size;
  }

  /** @throws {FathomError} for a client order id that was submitted lately: it would be sent twice. */
  submit(order: OrderRequest): void {
    const { clientOrderId } = order;
    if (this.#orders.get(clientOrderId) !== undefined)
      throw new FathomError('order-twice', `order ${clientOrderId} was submitted before`);
    void this.#send(this.#orders.add(order, 'sent'));
  }

  /** An order that is over is left alone; one of an earlier run is canceled under its client order id. */
  cancel(order: OrderRequest): void {
    const kept = this.#keptOf(order);
    if (kept.state === 'over') return;
    kept.isCancelWanted = true;
    // Of an order still on its way Kraken knows nothing; it is canceled when its id is there.
    if (kept.state !== 'sent') this.#wishes.utter(kept);
  }

  /** An order that is over, or is to be canceled, is left alone. Asked again until there is an answer. */
  amend(order: OrderRequest, change: OrderChange): void {
    const kept = this.#keptOf(order);
    if (kept.state === 'over' || kept.isCancelWanted) return;
    kept.change = change;
    // As with a cancellation.
    if (kept.state !== 'sent') this.#wishes.utter(kept);
  }

  /**
   * Looks for an order nobody knows about: one told as unknown, or of an earlier run. Told as found, with all its fills,
   * and followed from then on; or as absent, which soon after sending proves nothing. When one of Kraken's answers is
   * missing nothing is told, because nothing is known.
   */
  find(order: OrderRequest): void {
    void this.#search.look(this.#keptOf(order));
  }

  /** An order of ours that Kraken has under an id other than the one it told us: it was executed twice. */
  executedTwice(order: OrderRequest, exchangeOrderId: string): void {
    this.#copied(this.#keptOf(order), exchangeOrderId);
  }

  /** Nothing is asked or told any more; orders on Kraken stay there. */
  close(): void {
    this.#isClosed = true;
    if (this.#options.watch === undefined) this.#watch.close();
    else this.#watch.remove(this.#watched);
  }

  async #send(kept: KeptOrder): Promise<void> {
    const { rest, pair, time, terms, deadlineMs } = this.#options;
    const { order } = kept;
    const askedAt = time.now();
    const outcome = await rest.orders.add(order, {
      pair,
      terms: { ...order.terms, ...terms?.(order) },
      whyNot: () => this.#whyNot(kept, time.now() - askedAt),
      ...(deadlineMs !== undefined && { deadlineMs }),
    });
    if (kept.followed !== undefined) this.#answeredLate(kept, kept.followed, outcome);
    else if (outcome.outcome === 'accepted') this.#accepted(kept, outcome.exchangeOrderId);
    else if (outcome.outcome === 'rejected') {
      kept.state = 'over';
      this.#tell({ type: 'order-rejected', ...this.#about(kept), reason: outcome.reason });
    } else {
      kept.state = 'unknown';
      const reason = outcome.outcome === 'unknown' ? outcome.reason : 'Kraken only checked it';
      this.#tell({ type: 'order-unknown', ...this.#about(kept), reason });
      this.#wishes.utter(kept);
    }
  }

  /** Why an order that has waited for its turn is not to be sent any more, if so. */
  #whyNot({ order, isCancelWanted }: KeptOrder, waitedMs: number): string | undefined {
    if (this.#isClosed) return 'its bot has ended';
    if (isCancelWanted) return 'withdrawn before it was sent';
    if (!isEntry(order) || waitedMs <= ENTERS_WITHIN_MS) return undefined;
    return `it waited ${Math.round(waitedMs / 1000)} s for Kraken's limits, too long for an entry`;
  }

  /** The feed or a search knew it before the answer came; what they say is more than an answer. */
  #answeredLate(kept: KeptOrder, followed: FollowedOrder, outcome: AddOrderOutcome): void {
    if (outcome.outcome === 'accepted') {
      if (outcome.exchangeOrderId !== followed.exchangeOrderId) this.#copied(kept, outcome.exchangeOrderId);
    } else if (outcome.outcome === 'rejected') {
      this.#options.onTrouble?.(
        `Kraken has order ${kept.order.clientOrderId} as ${followed.exchangeOrderId} though it answered: ${outcome.reason}`,
      );
    }
  }

  #accepted(kept: KeptOrder, exchangeOrderId: string): void {
    this.#follow(kept, exchangeOrderId);
    this.#tell({ type: 'order-accepted', ...this.#about(kept), exchangeOrderId });
    if (!this.#wishes.utter(kept)) this.#expect(kept.order.type === 'market');
    // What was told of it before its name was known.
    if (this.#watch.hasPassedOver(exchangeOrderId)) this.#watch.askSoon();
  }

  #follow(kept: KeptOrder, exchangeOrderId: string): FollowedOrder {
    const followed = new FollowedOrder(kept.order, exchangeOrderId, this.#options.rest.now());
    kept.followed = followed;
    kept.state = 'open';
    this.#orders.name(kept, exchangeOrderId);
    return followed;
  }

  /** Something should happen: soon, or whenever the market wants. */
  #expect(isSoon: boolean): void {
    if (!this.#watch.isTold) this.#watch.askSoon();
    else if (isSoon) this.#watch.askSoon(SHOWS_WITHIN_MS);
    else this.#watch.expect();
  }

  #reported(report: OrderReported): boolean {
    const { clientOrderId, orderId } = report;
    const kept =
      this.#orders.at(orderId) ?? (clientOrderId === undefined ? undefined : this.#orders.get(clientOrderId));
    if (kept === undefined) return false;
    const followed = followedOf(kept).find(({ exchangeOrderId }) => exchangeOrderId === orderId);
    if (followed !== undefined) this.#apply(kept, followed, report);
    else if (kept.followed !== undefined) this.#copied(kept, orderId);
    else if (kept.state === 'unknown') void this.#search.look(kept);
    else {
      if (kept.state === 'over')
        this.#options.onTrouble?.(`Kraken has order ${kept.order.clientOrderId} as ${orderId} though it refused it`);
      this.#accepted(kept, orderId);
      if (kept.followed !== undefined) this.#apply(kept, kept.followed, report);
    }
    return true;
  }

  #apply(kept: KeptOrder, followed: FollowedOrder, report: OrderReported): void {
    const { fill, kind, quantity, filledQuantity } = report;
    const now = this.#options.rest.now();
    if (quantity !== undefined) followed.resize(quantity);
    if (fill !== undefined) {
      const { name, quantityDecimals } = this.#options.pair;
      const of = { pair: report.pair ?? name, side: followed.order.side, quantityDecimals };
      const named = fillOfReport(fill, report.time, of);
      const told = named && followed.fill(named, now, filledQuantity);
      if (told !== undefined) this.#tell(told);
      // Its fee is in a currency whose price only Kraken's own books tell.
      if (named === undefined) this.#watch.askSoon();
    }
    if (kind === 'completed' || kind === 'canceled' || kind === 'expired') {
      const reason = kind === 'expired' ? 'expired' : (report.reason ?? kind);
      const { isKnown, events } =
        filledQuantity === undefined
          ? { isKnown: followed.isOver, events: [] }
          : followed.end(reason, filledQuantity, now);
      for (const event of events) this.#tell(event);
      if (!isKnown) this.#watch.askSoon();
    } else if (kind === 'other') this.#expect(true);
    this.#settle(kept);
  }

  #answered(followed: FollowedOrder, info: OrderInfo, trades: readonly TradeInfo[]): void {
    const kept = this.#orders.at(followed.exchangeOrderId);
    if (kept === undefined) return;
    for (const event of followed.catchUp(info, trades, this.#options.rest.now())) this.#tell(event);
    this.#settle(kept);
  }

  #settle(kept: KeptOrder): void {
    if (kept.followed?.isOver === true) kept.state = 'over';
  }

  #found(kept: KeptOrder, { info, trades }: SearchedOrder, asOf: number): void {
    const { exchangeOrderId } = info;
    if (kept.followed !== undefined && kept.followed.exchangeOrderId !== exchangeOrderId) {
      this.#copied(kept, exchangeOrderId);
      return;
    }
    const followed = kept.followed ?? this.#follow(kept, exchangeOrderId);
    const fills = followed.adopt(info, trades, this.#options.rest.now());
    this.#settle(kept);
    const ended = followed.isOver ? (info.reason ?? info.status) : undefined;
    this.#tell({ type: 'order-found', ...this.#about(kept), asOf, exchangeOrderId, fills, ended });
    if (followed.isOver) return;
    this.#wishes.utter(kept);
    this.#watch.expect();
  }

  /** One decision must be one order. What moved money is told; what can still be stopped is. */
  #copied(kept: KeptOrder, exchangeOrderId: string): void {
    const { order, copies, followed } = kept;
    if (followedOf(kept).some((each) => each.exchangeOrderId === exchangeOrderId)) return;
    const { rest, pair, onTrouble } = this.#options;
    copies.push(new FollowedOrder(order, exchangeOrderId, rest.now(), true));
    this.#orders.name(kept, exchangeOrderId);
    const reason = `order ${order.clientOrderId} was executed twice: as ${followed?.exchangeOrderId ?? 'another'} and as ${exchangeOrderId}`;
    onTrouble?.(reason);
    this.#tell({ type: 'trading-halted', time: rest.now(), reason });
    void rest.orders.cancel({ exchangeOrderId }, { pair });
    this.#watch.askSoon();
  }

  #keptOf(order: OrderRequest): KeptOrder {
    return this.#orders.get(order.clientOrderId) ?? this.#orders.add(order, 'unknown');
  }

  #about({ order }: KeptOrder): { time: number; clientOrderId: string } {
    return { time: this.#options.rest.now(), clientOrderId: order.clientOrderId };
  }

  #tell(event: ExecutionEvent): void {
    if (!this.#isClosed) this.#options.onEvent(event);
  }
}

/** With their own money bots only go long. */
function isEntry({ side, terms }: OrderRequest): boolean {
  return terms?.leverage === undefined ? side === 'buy' : terms.reduceOnly !== true;
}
