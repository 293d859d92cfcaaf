import type { Scheduler } from '@fathom/contracts';
import {
  type AccountFees,
  type KrakenBalance,
  KrakenError,
  type KrakenPair,
  type KrakenRest,
  type OrderInfo,
} from '@fathom/exchange';
import { Deferred } from './deferred.js';
import { SharedAnswers } from './shared-answers.js';

interface Asked {
  readonly pair: KrakenPair;
  readonly answer: Deferred<AccountFees>;
}

interface OrdersAsked {
  readonly since: number;
  readonly answer: Deferred<readonly OrderInfo[]>;
}

/** Of closed orders the newest are enough to tell whether somebody has traded since. */
const MOST_ORDERS = 1000;
/** In one question: its address stays short. */
const MOST_PAIRS = 50;

/**
 * What bots want to know of their account as they start. A Starter's key may ask once in three seconds, so a fleet that
 * starts at once asks once for all: fees of up to fifty pairs, and what there is.
 */
export class SharedAccount {
  readonly #rest: KrakenRest;
  readonly #scheduler: Scheduler;
  readonly #balances = new SharedAnswers<readonly KrakenBalance[]>();
  #asked: Asked[] = [];
  #ordersAsked: OrdersAsked[] = [];

  constructor(rest: KrakenRest, scheduler: Scheduler) {
    this.#rest = rest;
    this.#scheduler = scheduler;
  }

  /** @throws {KrakenError} when there is no answer. */
  balances(): Promise<readonly KrakenBalance[]> {
    return this.#balances.ask('', () => this.#rest.account.extendedBalances());
  }

  /** What is paid in a pair. @throws {KrakenError} when there is no answer. */
  fees(pair: KrakenPair): Promise<AccountFees> {
    const answer = new Deferred<AccountFees>();
    this.#asked.push({ pair, answer });
    // Whoever else starts in the same instant is asked for with it.
    if (this.#asked.length === 1) this.#scheduler.after(0, () => void this.#ask());
    return answer.promise;
  }

  /**
   * Orders that are open, and the newest of those that were opened or ended since an instant, milliseconds since 1970 UTC by
   * Kraken's clock; or since an earlier one, when others ask too. @throws {KrakenError} when there is no answer.
   */
  ordersSince(since: number): Promise<readonly OrderInfo[]> {
    const answer = new Deferred<readonly OrderInfo[]>();
    this.#ordersAsked.push({ since, answer });
    if (this.#ordersAsked.length === 1) this.#scheduler.after(0, () => void this.#askOrders());
    return answer.promise;
  }

  async #askOrders(): Promise<void> {
    const asked = this.#ordersAsked;
    this.#ordersAsked = [];
    const { account } = this.#rest;
    try {
      const orders = await account.openOrders();
      for await (const order of account.closedOrders({ start: Math.min(...asked.map(({ since }) => since)) })) {
        orders.push(order);
        if (orders.length >= MOST_ORDERS) break;
      }
      for (const { answer } of asked) answer.resolve(orders);
    } catch (error) {
      for (const { answer } of asked) answer.reject(error);
    }
  }

  async #ask(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    const pairs = [...new Map(asked.map(({ pair }) => [pair.id, pair])).values()];
    for (let from = 0; from < pairs.length; from += MOST_PAIRS) {
      const some = pairs.slice(from, from + MOST_PAIRS);
      await this.#askFor(
        some,
        asked.filter(({ pair }) => some.some(({ id }) => id === pair.id)),
      );
    }
  }

  async #askFor(pairs: readonly KrakenPair[], asked: readonly Asked[]): Promise<void> {
    try {
      const fees = await this.#rest.feesOf(pairs);
      for (const { pair, answer } of asked) answer.resolve(fees(pair));
    } catch (error) {
      const isRefused = error instanceof KrakenError && error.class.kind === 'bad-request';
      if (!isRefused || pairs.length === 1) {
        for (const { answer } of asked) answer.reject(error);
        return;
      }
      // A pair that Kraken will not hear of is no affair of the bots on others.
      for (const one of pairs) {
        await this.#askFor(
          [one],
          asked.filter(({ pair }) => pair.id === one.id),
        );
      }
    }
  }
}
