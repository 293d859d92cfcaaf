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

/** What the account has ordered. */
export interface AccountOrders {
  readonly orders: readonly OrderInfo[];
  /** None that was open or has ended since is missing, milliseconds since 1970 UTC. */
  readonly completeSince: number;
}

interface OrdersAsked {
  readonly since: number;
  readonly answer: Deferred<AccountOrders>;
}

/** Asks again while it may help. */
type Insist = <T>(ask: () => Promise<T>) => Promise<T>;

/** Of closed orders the newest so many: 400 questions, which take a Starter's key 20 minutes. */
const MOST_ORDERS = 20_000;
/** So many at a time are told of, for it takes long. */
const TELL_EVERY = 1000;
/** In one question: its address stays short. */
const MOST_PAIRS = 50;

/**
 * What bots want to know of their account as they start. A Starter's key may ask once in three seconds, so a fleet that
 * starts at once asks once for all: fees of up to fifty pairs, and what there is.
 */
export class SharedAccount {
  readonly #rest: KrakenRest;
  readonly #scheduler: Scheduler;
  readonly #tell: (text: string) => void;
  readonly #insist: Insist;
  readonly #balances = new SharedAnswers<readonly KrakenBalance[]>();
  readonly #open = new SharedAnswers<readonly OrderInfo[]>();
  #asked: Asked[] = [];
  #ordersAsked: OrdersAsked[] = [];
  #isReading = false;

  /** @param tell how far a long answer is @param insist asks for each of its pages */
  constructor(
    rest: KrakenRest,
    scheduler: Scheduler,
    tell: (text: string) => void = () => undefined,
    insist: Insist = (ask) => ask(),
  ) {
    this.#rest = rest;
    this.#scheduler = scheduler;
    this.#tell = tell;
    this.#insist = insist;
  }

  /** @throws {KrakenError} when there is no answer. */
  balances(): Promise<readonly KrakenBalance[]> {
    return this.#balances.ask('', () => this.#rest.account.extendedBalances());
  }

  /** What is open. @throws {KrakenError} when there is no answer. */
  openOrders(): Promise<readonly OrderInfo[]> {
    return this.#open.ask('', () => this.#rest.account.openOrders());
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
   * Orders that are open, and those that were opened or ended since an instant, milliseconds since 1970 UTC by Kraken's clock;
   * or since an earlier one, when others ask too. Of very many the newest. @throws {KrakenError} when there is no answer.
   */
  ordersSince(since: number): Promise<AccountOrders> {
    const answer = new Deferred<AccountOrders>();
    this.#ordersAsked.push({ since, answer });
    if (!this.#isReading) this.#scheduler.after(0, () => void this.#readOrders());
    this.#isReading = true;
    return answer.promise;
  }

  /** Whoever asks meanwhile is read for afterwards, with all others: side by side, each would take as long as all together. */
  async #readOrders(): Promise<void> {
    while (this.#ordersAsked.length > 0) await this.#askOrders();
    this.#isReading = false;
  }

  async #askOrders(): Promise<void> {
    const asked = this.#ordersAsked;
    this.#ordersAsked = [];
    const { account } = this.#rest;
    try {
      const orders = await account.openOrders();
      const start = Math.min(...asked.map(({ since }) => since));
      let completeSince = start;
      let read = 0;
      // The last that ended comes first. Twenty minutes of reading must not begin anew because one page fails.
      for await (const order of account.closedOrders({ start, insist: this.#insist })) {
        orders.push(order);
        read += 1;
        const back = order.closedAt ?? order.openedAt;
        if (read % TELL_EVERY === 0) {
          const far = `${read} orders, back to ${new Date(back).toISOString()}`;
          this.#tell(`reading what the account has ordered since ${new Date(start).toISOString()}: ${far}`);
        }
        if (read < MOST_ORDERS) continue;
        completeSince = back;
        break;
      }
      for (const { answer } of asked) answer.resolve({ orders, completeSince });
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
