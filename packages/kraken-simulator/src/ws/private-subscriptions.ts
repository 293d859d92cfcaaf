import type { AboutFrame, SocketFaults } from '../faults/socket-faults.js';
import { type AnswerTo, successText } from './answer.js';
import { type Fields, Refused } from './fields.js';
import type { AccountEvent, Accounts, Exchange } from './ports.js';
import { balancesFeed, executionsFeed, type PrivateFeed } from './private-feeds.js';
import type { SocketKind } from './sockets.js';

export type PrivateChannel = 'executions' | 'balances';

/** Kraken's words on the public socket (as the documentation of the first version has them). */
const NOT_HERE = 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com';

export interface PrivateSubscriptionsOptions {
  readonly kind: SocketKind;
  readonly exchange: Exchange;
  readonly faults: SocketFaults;
  readonly send: (text: string, about: AboutFrame) => void;
}

/** Whose account a request is about. */
export interface Authorized {
  readonly accounts: Accounts;
  readonly account: string;
  readonly token: string;
}

/** What one connection has subscribed of its owner's account, and the tokens it did that with. */
export class PrivateSubscriptions {
  readonly #options: PrivateSubscriptionsOptions;
  readonly #feeds = new Map<PrivateChannel, PrivateFeed>();
  readonly #muted = new Set<PrivateChannel>();
  /** They live as long as a subscription does (docs.kraken.com, Get Websockets Token). */
  readonly #tokens = new Map<string, string>();

  constructor(options: PrivateSubscriptionsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#feeds.size;
  }

  /** @throws {Refused} as Kraken does without a token, with a wrong or expired one, and on the public socket. */
  authorized(params: Fields, now: number): Authorized {
    const { kind, exchange, faults } = this.#options;
    if (kind === 'public' || exchange.accounts === undefined) throw new Refused(NOT_HERE);
    const token = params.text('token');
    if (token === undefined) throw new Refused('Token(s) not found');
    const isExpired = faults.strikes('expire-token', { frame: 'ack', channel: params.text('channel') }) !== undefined;
    const account = isExpired ? undefined : (this.#tokens.get(token) ?? exchange.accounts.tokenOwner(token, now));
    if (account === undefined) throw new Refused('ESession:Invalid session');
    return { accounts: exchange.accounts, account, token };
  }

  /** @throws {Refused} with the reason. */
  subscribe(channel: PrivateChannel, params: Fields, answerTo: AnswerTo): void {
    const { exchange, faults, send } = this.#options;
    const about: AboutFrame = { frame: 'ack', channel };
    if (faults.strikes('ignore', about) !== undefined) return;
    const rule = faults.strikes('refuse', about);
    if (rule !== undefined) throw new Refused(rule.reason ?? 'Subscription refused');
    const { accounts, account, token } = this.authorized(params, answerTo.now);
    if (!accounts.mayQuery(account)) throw new Refused('EGeneral:Permission denied');
    if (this.#feeds.has(channel)) throw new Refused('Already subscribed');
    const options = { account, accounts, instruments: exchange.market.instruments };
    const feed = channel === 'executions' ? executionsFeed(params, options) : balancesFeed(params, options);
    this.#feeds.set(channel, feed);
    this.#tokens.set(token, account);
    if (faults.strikes('mute', about) !== undefined) this.#muted.add(channel);
    send(successText(answerTo, feed.result), about);
    this.#tell(channel, feed.snapshotText());
  }

  /** @throws {Refused} with the reason. */
  unsubscribe(channel: PrivateChannel, params: Fields, answerTo: AnswerTo): void {
    this.authorized(params, answerTo.now);
    if (!this.#feeds.delete(channel)) throw new Refused('Subscription Not Found');
    this.#muted.delete(channel);
    if (this.#feeds.size === 0) this.#tokens.clear();
    this.#options.send(successText(answerTo, { channel }), { frame: 'ack', channel });
  }

  tell(event: AccountEvent): void {
    for (const [channel, feed] of this.#feeds) {
      if (feed.account === event.account) this.#tell(channel, feed.eventText(event));
    }
  }

  #tell(channel: PrivateChannel, text: string | undefined): void {
    if (text !== undefined && !this.#muted.has(channel)) this.#options.send(text, { frame: 'data', channel });
  }
}
