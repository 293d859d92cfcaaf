import type { Clock, Random, Scheduler } from '@fathom/contracts';
import { backOffMs } from './back-off.js';

export interface TokenSourceOptions {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Fetches a new token. */
  readonly fetch: () => Promise<string>;
  /** There is a token now. */
  readonly arrived: () => void;
  readonly failed: (reason: string, retryInMs: number) => void;
}

/** Kraken's tokens must be used within 15 minutes (docs.kraken.com, GetWebSocketsToken). */
const GOOD_FOR_MS = 600_000;
const FETCH_WITHIN_MS = 15_000;
const RETRY = { firstMs: 1000, longestMs: 60_000 };

/** Keeps a token that is fresh enough to subscribe with. */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  readonly #seen = new Set<string>();
  #token: { readonly text: string; readonly at: number } | undefined;
  #isFetching = false;
  #failures = 0;
  #generation = 0;
  #cancel: () => void = () => {};

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  /** The token; undefined while there is none, and then one is being fetched. */
  current(): string | undefined {
    const now = this.#options.clock.now();
    if (this.#token !== undefined && now - this.#token.at < GOOD_FOR_MS && now >= this.#token.at)
      return this.#token.text;
    if (!this.#isFetching) this.#fetch();
    return undefined;
  }

  /** It is no good any more. */
  invalidate(): void {
    this.#token = undefined;
  }

  close(): void {
    this.#generation += 1;
    this.#cancel();
  }

  /** A text without any token there ever was. */
  redacted(text: string): string {
    let clean = text;
    for (const token of this.#seen) clean = clean.replaceAll(token, '[token]');
    return clean;
  }

  #fetch(): void {
    this.#isFetching = true;
    this.#generation += 1;
    const generation = this.#generation;
    this.#cancel = this.#options.scheduler.after(FETCH_WITHIN_MS, () =>
      this.#failed(`none within ${FETCH_WITHIN_MS} ms`),
    );
    void this.#request(() => generation === this.#generation);
  }

  async #request(isCurrent: () => boolean): Promise<void> {
    let text: string;
    try {
      text = await this.#options.fetch();
    } catch (error) {
      if (isCurrent()) this.#failed(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#seen.add(text);
    if (isCurrent()) this.#arrived(text);
  }

  #arrived(text: string): void {
    this.#cancel();
    this.#isFetching = false;
    this.#failures = 0;
    this.#token = { text, at: this.#options.clock.now() };
    this.#options.arrived();
  }

  #failed(reason: string): void {
    this.#generation += 1;
    this.#cancel();
    const waitMs = backOffMs(RETRY, this.#failures, this.#options.random);
    this.#failures += 1;
    this.#cancel = this.#options.scheduler.after(waitMs, () => this.#fetch());
    this.#options.failed(reason, waitMs);
  }
}
