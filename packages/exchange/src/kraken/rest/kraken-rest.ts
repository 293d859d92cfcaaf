import { type Clock, FathomError, type Scheduler } from '@fathom/contracts';
import { AccountCalls } from './account-calls.js';
import { type AccountFees, accountFees } from './account-fees.js';
import { Calls } from './calls.js';
import { type ClockOffset, measureClockOffset, usableOffset } from './clock-offset.js';
import { type KrakenEndpoints, krakenEndpoints } from './endpoints.js';
import { fetchTransport } from './fetch-transport.js';
import { FileNonce } from './file-nonce.js';
import { type FoundOrder, findOrder, type OrderToFind } from './find-order.js';
import type { ApiKeys } from './keys.js';
import { KrakenError } from './kraken-error.js';
import { MarketCalls } from './market-calls.js';
import { MemoryNonce, type NonceSource } from './nonce.js';
import { type CancelOutcome, OrderCalls } from './order-calls.js';
import { isNameOf, PairDirectory } from './pair-directory.js';
import { type AccountTier, RateBudget } from './rate-budget.js';
import { ccxtSigner, type Signer } from './signer.js';
import { systemTime } from './system-time.js';
import type { HttpTransport } from './transport.js';
import type { OrderInfo } from './wire/order-info.js';
import type { KrakenPair } from './wire/pair.js';

export interface KrakenRestOptions {
  /** Needed for everything about an account. */
  readonly keys?: ApiKeys | undefined;
  /** Where the highest nonce of each key is kept, for all processes of this machine with the key. */
  readonly stateFolder?: string | undefined;
  /** Instead of a state folder. */
  readonly nonces?: NonceSource;
  readonly endpoints?: KrakenEndpoints;
  readonly transport?: HttpTransport;
  readonly time?: Clock & Scheduler;
  /** Measures how long the network takes; `time` when left out. */
  readonly wire?: Scheduler;
  readonly tier?: AccountTier;
  /** For one answer, milliseconds; default 10,000. */
  readonly deadlineMs?: number;
  /** More calls than this may not wait for one of Kraken's limits; default 200. */
  readonly maxQueue?: number;
  /** Kraken's warnings, which stand beside results that count. */
  readonly onWarning?: (call: string, warning: string) => void;
  /** For tests; else over ccxt. */
  readonly signer?: () => Promise<Signer>;
}

const CLOCK_EVERY_MS = 60_000;

/** What became of each order of `cancelAllOf`. */
export interface CanceledOrder {
  readonly order: OrderInfo;
  readonly outcome: CancelOutcome;
}

/**
 * Kraken's REST interface for one key. `market` is for anybody, `account` asks, `orders` changes. Nothing is loaded or
 * sent before the first call.
 */
export class KrakenRest {
  readonly market: MarketCalls;
  readonly account: AccountCalls;
  readonly orders: OrderCalls;
  readonly pairs: PairDirectory;
  readonly #calls: Calls;
  #clockOffsetMs = 0;

  constructor(options: KrakenRestOptions = {}) {
    const { keys, time = systemTime, endpoints = krakenEndpoints() } = options;
    const nonces = noncesOf(options, time);
    this.#calls = new Calls({
      transport: options.transport ?? fetchTransport({ scheduler: options.wire ?? time }),
      signer: options.signer ?? (() => ccxtSigner({ restUrl: endpoints.rest, keys, nonces: nonces() })),
      budget: new RateBudget({
        time,
        ...(options.tier && { tier: options.tier }),
        ...(options.maxQueue !== undefined && { maxQueue: options.maxQueue }),
      }),
      time,
      ...(options.wire && { wire: options.wire }),
      hasKeys: keys !== undefined,
      ...(options.deadlineMs !== undefined && { deadlineMs: options.deadlineMs }),
      ...(options.onWarning && { onWarning: options.onWarning }),
      clockOffsetMs: () => this.#clockOffsetMs,
    });
    this.market = new MarketCalls(this.#calls);
    this.account = new AccountCalls(this.#calls);
    this.orders = new OrderCalls(this.#calls);
    this.pairs = new PairDirectory(() => this.market.pairs());
  }

  /** Calls about the account that Kraken still allows at once, by our own count. */
  get callsLeft(): number {
    return this.#calls.budget.accountLeft;
  }

  /** Kraken's time as far as it was measured, milliseconds since 1970 UTC. */
  now(): number {
    return this.#calls.now();
  }

  /** Measures Kraken's clock; deadlines of orders follow it from now on. */
  async measureClock(): Promise<ClockOffset> {
    const measured = await measureClockOffset(this.#calls.time, () => this.market.time());
    this.#clockOffsetMs = usableOffset(measured, this.#clockOffsetMs);
    return measured;
  }

  /**
   * Measures Kraken's clock every minute. A bot whose machine slept has its exits refused, for their deadlines are over,
   * until it knows the time again.
   * @returns what ends that.
   */
  keepClock(): () => void {
    let isStopped = false;
    let stop: (() => void) | undefined;
    const later = (): void => {
      if (isStopped) return;
      stop = this.#calls.time.after(CLOCK_EVERY_MS, () => {
        // No answer leaves what was measured before; the next minute brings another.
        this.measureClock().then(later, later);
      });
    };
    later();
    return () => {
      isStopped = true;
      stop?.();
    };
  }

  /** What this account pays in a pair; without keys or the right to ask, what everybody pays first. */
  async fees(pair: KrakenPair): Promise<AccountFees> {
    return (await this.feesOf([pair]))(pair);
  }

  /** The same of several pairs in one question. */
  async feesOf(pairs: readonly KrakenPair[]): Promise<(pair: KrakenPair) => AccountFees> {
    try {
      const volume = await this.account.tradeVolume(pairs);
      return (pair) => accountFees(pair, volume);
    } catch (error) {
      if (error instanceof KrakenError && error.class.kind === 'permission') return (pair) => accountFees(pair);
      throw error;
    }
  }

  /** Looks for an order by our id in open orders, closed orders and trades. */
  find(order: OrderToFind): Promise<FoundOrder> {
    return findOrder(this.account, order);
  }

  /**
   * Cancels the open orders of one pair and no others. (Kraken's own CancelAll takes the whole account's.)
   * @throws {KrakenError} when the open orders cannot be had.
   */
  async cancelAllOf(pair: KrakenPair): Promise<CanceledOrder[]> {
    const open = await this.account.openOrders({ priority: 'recovery' });
    const canceled: CanceledOrder[] = [];
    for (const order of open.filter((each) => each.pair !== undefined && isNameOf(pair, each.pair))) {
      const { exchangeOrderId, openedAt } = order;
      const ageMs = Math.max(0, this.now() - openedAt);
      canceled.push({ order, outcome: await this.orders.cancel({ exchangeOrderId }, { pair, ageMs }) });
    }
    return canceled;
  }
}

/** Made on first use: who only looks at the market needs no folder. */
function noncesOf({ keys, nonces, stateFolder }: KrakenRestOptions, clock: Clock): () => NonceSource {
  return () => {
    if (nonces !== undefined) return nonces;
    if (keys === undefined) return new MemoryNonce(clock);
    if (stateFolder !== undefined) return new FileNonce({ key: keys.key, folder: stateFolder, clock });
    throw new FathomError('state-folder', 'a key needs a state folder: Kraken wants its nonces to rise for ever');
  };
}
