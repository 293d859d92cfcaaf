import type { Clock, Random } from '@fathom/contracts';
import type { MarketMode } from '@fathom/simulator';
import { type CustomerOptions, Customers } from './account/customers.js';
import { type ApiKey, KeyRing, type LockoutRule } from './account/key-ring.js';
import { newKey } from './account/new-key.js';
import type { Permission } from './account/permissions.js';
import { socketAccounts } from './account/socket-accounts.js';
import type { CounterLimit } from './account/tier.js';
import { Tokens } from './account/tokens.js';
import type { Delivery } from './faults/delivery.js';
import { FaultPlan } from './faults/fault-plan.js';
import { SocketFaults } from './faults/socket-faults.js';
import { strike } from './faults/strike.js';
import type { Market, MarketStatus } from './market/market.js';
import type { HttpReply, HttpRequest } from './rest/http.js';
import { Pairs } from './rest/pairs.js';
import { type Moment, RestApi } from './rest/rest-api.js';
import { KrakenSockets } from './ws/kraken-sockets.js';
import type { Connection, SocketKind, Sockets, Wire } from './ws/sockets.js';

export interface LocalKrakenOptions {
  readonly market: Market;
  readonly clock: Clock;
  /** Ids, keys, tokens and faults come of it: the same seed and calls, the same answers. */
  readonly random: Random;
  /** Of public calls by address; no limit when left out. */
  readonly publicLimit?: CounterLimit;
  readonly lockout?: LockoutRule;
}

/** What a key of a new customer may do. */
export interface KeyOptions {
  readonly permissions?: readonly Permission[];
  readonly nonceWindow?: number;
}

/**
 * A Kraken of one's own: its REST paths and WebSocket sessions over a replayed market. Synchronous, without socket,
 * timer or global; whoever owns the clock calls `advance` (`keepTime` does), everything else calls it by itself.
 */
export class LocalKraken {
  readonly market: Market;
  readonly pairs: Pairs;
  /** What goes wrong with REST calls from now on. */
  readonly faults: FaultPlan;
  /** What goes wrong on sockets from now on. */
  readonly socketFaults: SocketFaults;
  /** How far the clock that customers see is ahead of the real one, milliseconds. */
  skewMs = 0;
  readonly #options: LocalKrakenOptions;
  readonly #keys: KeyRing;
  readonly #tokens: Tokens;
  readonly #customers: Customers;
  readonly #sockets: Sockets;
  readonly #rest: RestApi;
  #isAdvancing = false;

  constructor(options: LocalKrakenOptions) {
    const { market, random, lockout, publicLimit } = options;
    this.#options = options;
    this.market = market;
    this.pairs = new Pairs(market.instruments);
    this.faults = new FaultPlan(random);
    this.#keys = new KeyRing(lockout);
    this.#tokens = new Tokens(random);
    this.#customers = new Customers({ market, random, deliver: (event) => this.#sockets.account(event) });
    const account = (name: string) => this.#customers.find(name);
    this.#rest = new RestApi({
      market,
      keys: this.#keys,
      tokens: this.#tokens,
      pairs: this.pairs,
      account,
      publicLimit,
    });
    const accounts = socketAccounts({
      tokens: this.#tokens,
      keys: this.#keys,
      pairs: this.pairs,
      account,
      call: (owner, method, parameters) => this.#rest.call(owner, method, parameters, this.advance()),
    });
    this.socketFaults = new SocketFaults(random);
    this.#sockets = new KrakenSockets({ exchange: { market, accounts }, random, faults: this.socketFaults });
    this.advance();
  }

  /** Opens an account and gives its first key. */
  addCustomer(customer: CustomerOptions, options: KeyOptions = {}): ApiKey {
    const { now } = this.advance();
    this.#customers.add(customer, now);
    return this.addKey(customer.name, options);
  }

  /** One more key of a customer. */
  addKey(account: string, options: KeyOptions = {}): ApiKey {
    const key = { ...newKey(account, this.#options.random), ...options };
    this.#keys.add(key, this.#customers.find(account)?.tier ?? 'pro', this.#moment().now);
    return key;
  }

  /** The answer of a Kraken that nothing happens to. */
  handle(request: HttpRequest): HttpReply {
    return this.#rest.handle(request, this.advance());
  }

  /** The answer, or what becomes of it by the faults that are planned. */
  receive(request: HttpRequest): Delivery {
    const { path } = request;
    const method = /([A-Za-z]+)(?:\?|$)/.exec(path)?.[1] ?? '';
    return strike(this.faults.next(method), {
      path,
      perform: () => this.handle(request),
      repeat: () => this.#rest.repeat(request, this.advance()),
    });
  }

  /** A client opens `/v2` (public) or `/v2/auth` (private). */
  connect(kind: SocketKind, wire: Wire): Connection {
    this.advance();
    return this.#sockets.connect(kind, wire);
  }

  get status(): MarketStatus {
    return this.market.status;
  }

  /** Maintenance, cancel_only and the like: the whole exchange goes over to it. */
  set status(status: MarketStatus) {
    this.advance();
    this.market.status = status;
    this.#customers.setMode(MODES[status]);
    this.#sockets.statusChanged();
  }

  /** A storm: every key's call counter is full and drains as usual. */
  exhaustCounters(): void {
    this.#keys.exhaust(this.advance().now);
  }

  /** Makes all tokens issued so far useless. */
  expireTokens(): void {
    this.#tokens.expireAll();
  }

  /** Lets everything happen that is due by the clock. A clock that went back stands still here. */
  advance(): Moment {
    const moment = this.#moment();
    if (this.#isAdvancing) return moment;
    this.#isAdvancing = true;
    try {
      this.market.advanceTo(moment.now, (step) => {
        this.#customers.follow(step);
        this.#sockets.step(step);
      });
      this.#customers.advanceTo(moment.now);
      this.#sockets.tick(moment.now);
    } finally {
      this.#isAdvancing = false;
    }
    return moment;
  }

  /** When something is due next, milliseconds since 1970 UTC; undefined when nothing is known to be. */
  nextTime(): number | undefined {
    const times = [this.market.nextTime(), this.#sockets.nextTime()].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  #moment(): Moment {
    return { now: Math.max(this.#options.clock.now(), this.market.now), skewMs: this.skewMs };
  }
}

const MODES: Readonly<Record<MarketStatus, MarketMode>> = {
  online: 'online',
  maintenance: 'maintenance',
  cancel_only: 'cancel-only',
  post_only: 'post-only',
  limit_only: 'limit-only',
};
