import type { Clock, FeedSkipped, Scheduler } from '@fathom/contracts';
import { SkippedFrames } from '../../skipped-frames.js';
import { reasonOf } from '../rest/calls.js';
import type { KrakenRest } from '../rest/kraken-rest.js';
import type { TradeInfo } from '../rest/wire/account-data.js';
import type { OrderInfo } from '../rest/wire/order-info.js';
import type { AccountEvent, OrderReported } from '../ws/account-events.js';
import type { FollowedOrder } from './followed-order.js';
import { tradesOf } from './trades-of.js';

/** Whose orders are watched. */
export interface WatchedOrders {
  /** Those that may still change. */
  open(): readonly FollowedOrder[];
  /** @returns whether it is about an order of theirs. */
  reported(report: OrderReported): boolean;
  /** An answer about one of the open ones. */
  answered(followed: FollowedOrder, info: OrderInfo, trades: readonly TradeInfo[]): void;
  /** A round of questions is over. */
  asked(): void;
}

export interface OrderWatchOptions {
  readonly rest: KrakenRest;
  readonly time: Clock & Scheduler;
  /** Opens the account's feed (`KrakenAccountFeed`); without one orders are only asked about. */
  readonly feed?: (deliver: (event: AccountEvent) => void) => { close(): void };
  /** How often open orders are asked about while nobody tells of them, milliseconds; default 10,000. */
  readonly pollMs?: number;
  /** The same while the feed tells of them: the safety net; default 60,000. */
  readonly safetyNetMs?: number;
  /** Told why Kraken could not be asked, or does not tell by itself; it is tried again. */
  readonly onTrouble?: (reason: string) => void;
  /** Told of orders of the account that nobody here has sent. */
  readonly onOther?: (report: OrderReported) => void;
}

const QUERY_ORDERS = 50;
const REMEMBERED = 500;
const LONGEST_PAUSE_MS = 60_000;
/** After a subscription its snapshot comes at once; what it does not show any more is asked about. */
const AFTER_SNAPSHOT_MS = 1000;

/**
 * Follows the open orders of one account, for all its pairs and bots together. The account's feed tells what happens as
 * it happens. Below it lies a safety net of questions: QueryOrders for up to 50 orders at once, and QueryTrades for fills
 * nobody told of.
 *
 * What that costs of the key's counter (Starter: 15 at most, 0.33 back each second): with the feed 1 a minute, 5 % of
 * what comes back; without it 1 in ten seconds, 30 %, and 1 more for every 20 fills. Nothing at all while no order is open.
 */
export class OrderWatch {
  readonly #options: OrderWatchOptions;
  readonly #watched = new Set<WatchedOrders>();
  readonly #feed: { close(): void } | undefined;
  /** Orders the feed told of and nobody knew, the newest. */
  readonly #passedOver = new Set<string>();
  readonly #skipped = new SkippedFrames();
  #isTold = false;
  #cancelPoll: (() => void) | undefined;
  #dueAt = Number.POSITIVE_INFINITY;
  #isAsking = false;
  #isAskWanted = false;
  #failures = 0;
  #isClosed = false;

  constructor(options: OrderWatchOptions) {
    this.#options = options;
    this.#feed = options.feed?.((event) => this.#heard(event));
  }

  /** Whether the account's feed tells of orders just now. */
  get isTold(): boolean {
    return this.#isTold;
  }

  /**
   * Whether the feed has told of an order nobody knew then. A report need not name the client order id, and it may come
   * before the answer that tells whose the order is.
   */
  hasPassedOver(orderId: string): boolean {
    return this.#passedOver.has(orderId);
  }

  add(watched: WatchedOrders): void {
    this.#watched.add(watched);
  }

  remove(watched: WatchedOrders): void {
    this.#watched.delete(watched);
    if (this.#open().length === 0) this.#stopPolling();
  }

  /** Nothing is asked or told any more; orders on Kraken stay there. */
  close(): void {
    this.#isClosed = true;
    this.#watched.clear();
    this.#stopPolling();
    this.#feed?.close();
  }

  /** There is an order to follow; it is asked about in its turn. */
  expect(): void {
    this.#pollWithin(this.#pauseMs);
  }

  /** Something is not known that Kraken knows. */
  askSoon(ms = 0): void {
    this.#pollWithin(ms);
  }

  #heard(event: AccountEvent): void {
    const { onTrouble, onOther } = this.#options;
    switch (event.type) {
      case 'order-reported': {
        let isOurs = false;
        for (const each of this.#watched) isOurs = each.reported(event) || isOurs;
        if (isOurs) return;
        this.#passOver(event.orderId);
        onOther?.(event);
        return;
      }
      case 'account-subscribed':
        if (event.channel !== 'orders') return;
        this.#isTold = true;
        this.askSoon(AFTER_SNAPSHOT_MS);
        return;
      case 'account-disconnected':
        onTrouble?.(`orders are asked about, not told: ${event.reason}`);
        this.#isNotTold();
        return;
      case 'account-refused':
      case 'account-silent':
        if (event.channel !== 'orders') return;
        onTrouble?.(`orders are asked about, not told: ${event.reason}`);
        this.#isNotTold();
        return;
      case 'feed-skipped':
        this.#tellSkipped(event);
        return;
      case 'balances-reported':
      case 'feed-connected':
      case 'exchange-status-changed':
        return;
      default:
        event satisfies never;
    }
  }

  #tellSkipped(event: FeedSkipped): void {
    const line = this.#skipped.line(event);
    if (line !== undefined) this.#options.onTrouble?.(`account: ${line}`);
  }

  #passOver(orderId: string): void {
    this.#passedOver.add(orderId);
    for (const oldest of this.#passedOver) {
      if (this.#passedOver.size <= REMEMBERED) break;
      this.#passedOver.delete(oldest);
    }
  }

  #isNotTold(): void {
    this.#isTold = false;
    this.#pollWithin(this.#pauseMs);
  }

  get #pauseMs(): number {
    const { pollMs = 10_000, safetyNetMs = 60_000 } = this.#options;
    return Math.min((this.#isTold ? safetyNetMs : pollMs) * 2 ** this.#failures, LONGEST_PAUSE_MS);
  }

  #open(): FollowedOrder[] {
    return [...this.#watched].flatMap((each) => each.open());
  }

  /** The next round is `ms` from now at the latest. */
  #pollWithin(ms: number): void {
    const { time } = this.#options;
    if (this.#isClosed || this.#open().length === 0) return;
    const dueAt = time.now() + ms;
    // A clock that was set back must not put it off.
    if (this.#cancelPoll !== undefined && this.#dueAt <= dueAt) return;
    this.#stopPolling();
    this.#dueAt = dueAt;
    this.#cancelPoll = time.after(ms, () => {
      this.#stopPolling();
      void this.#ask();
    });
  }

  #stopPolling(): void {
    this.#cancelPoll?.();
    this.#cancelPoll = undefined;
    this.#dueAt = Number.POSITIVE_INFINITY;
  }

  async #ask(): Promise<void> {
    this.#isAskWanted = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    while (this.#isAskWanted && !this.#isClosed) {
      this.#isAskWanted = false;
      try {
        const open = this.#open();
        for (let at = 0; at < open.length; at += QUERY_ORDERS) await this.#askAbout(open.slice(at, at + QUERY_ORDERS));
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        this.#options.onTrouble?.(reasonOf(error));
      }
    }
    this.#isAsking = false;
    for (const each of this.#watched) each.asked();
    this.#pollWithin(this.#pauseMs);
  }

  async #askAbout(open: readonly FollowedOrder[]): Promise<void> {
    const infos = await this.#options.rest.account.orders(open.map(({ exchangeOrderId }) => exchangeOrderId));
    const byId = new Map(infos.map((info) => [info.exchangeOrderId, info]));
    const untold = open.flatMap((each) => {
      const info = byId.get(each.exchangeOrderId);
      return info === undefined ? [] : each.untold(info);
    });
    const trades = await tradesOf(this.#options.rest.account, untold, 'account');
    for (const each of open) {
      const info = byId.get(each.exchangeOrderId);
      if (info === undefined) continue;
      for (const watched of this.#watched) watched.answered(each, info, trades);
    }
  }
}
