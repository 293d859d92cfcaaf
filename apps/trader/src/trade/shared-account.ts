import type { Scheduler } from '@fathom/contracts';
import { type AccountFees, type KrakenBalance, KrakenError, type KrakenPair, type KrakenRest } from '@fathom/exchange';
import { Deferred } from './deferred.js';
import { SharedAnswers } from './shared-answers.js';

interface Asked {
  readonly pair: KrakenPair;
  readonly answer: Deferred<AccountFees>;
}

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
