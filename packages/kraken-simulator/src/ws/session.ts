import type { Random } from '@fathom/contracts';
import { FaultySender } from '../faults/faulty-sender.js';
import type { AboutFrame, FrameKind, SocketFaults } from '../faults/socket-faults.js';
import { type AnswerTo, failureText, pongText, successText } from './answer.js';
import { connectionId, statusText } from './channels/status-text.js';
import type { Digits } from './digits.js';
import { Fields, Refused } from './fields.js';
import type { Json } from './json.js';
import type { AccountEvent, Accounts, Exchange } from './ports.js';
import { balancesFeed, executionsFeed, type PrivateFeed } from './private-feeds.js';
import { isPublicChannel, readTopics } from './read-topics.js';
import { readRequest } from './request.js';
import type { Connection, SocketKind, Wire } from './sockets.js';
import type { Subscriber, Topic } from './topic.js';
import type { Topics } from './topics.js';
import { TRADING_METHODS } from './trading/methods.js';

const HEARTBEAT_MS = 1000;
/** A client that lets so much pile up is cut off. */
const MAX_BUFFERED_BYTES = 16 * 2 ** 20;

const NOT_HERE = 'Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com';

export interface SessionOptions {
  readonly kind: SocketKind;
  readonly wire: Wire;
  readonly exchange: Exchange;
  readonly topics: Topics;
  readonly faults: SocketFaults;
  readonly random: Random;
  /** Told once when the connection is over, whoever ended it. */
  readonly onEnd: (session: Session) => void;
}

/** One client's conversation. Holds no socket and no timer. */
export class Session implements Connection, Subscriber {
  readonly #options: SessionOptions;
  readonly #sender: FaultySender;
  readonly #id: Digits;
  /** By what is one per connection: a symbol of a channel, whatever its depth. */
  readonly #subscriptions = new Map<string, Topic>();
  readonly #muted = new Set<string | Topic>();
  readonly #private = new Map<string, PrivateFeed>();
  /** Tokens that have subscribed here: they live as long as the subscription. */
  readonly #tokens = new Map<string, string>();
  #nextHeartbeat: number | undefined;
  #isOver = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#id = connectionId(options.random);
    this.#sender = new FaultySender(options.faults, {
      send: (data) => this.#write(() => options.wire.send(data)),
      sendFragments: (parts) => this.#write(() => options.wire.sendFragments(parts)),
      end: ({ reset }) => this.#end({ code: 1001, reset }),
    });
    this.sendStatus();
  }

  /** When the next heartbeat is due; undefined before the first subscription. */
  get nextHeartbeat(): number | undefined {
    return this.#nextHeartbeat;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  sendStatus(): void {
    this.#send(statusText(this.#options.exchange.market.status, this.#id), { frame: 'status', channel: 'status' });
  }

  receive(text: string, now: number): void {
    if (this.#isOver) return;
    const request = readRequest(text);
    const answerTo: AnswerTo = { method: request.method, reqId: request.reqId, now };
    if ('error' in request) return this.#send(failureText(answerTo, request.error), { frame: 'refusal' });
    const fields = new Fields(request.params);
    try {
      this.#act(request.method, fields, answerTo);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const about = { frame: TRADING_METHODS.has(request.method) ? 'reply' : 'refusal' } as const;
      this.#send(failureText(answerTo, error.message, error.symbol), about);
    }
  }

  deliver(text: string, topic: Topic): void {
    if (this.#muted.size > 0 && this.#muted.has(topic)) return;
    this.#send(text, { frame: 'data', channel: topic.channel, pair: topic.pair });
  }

  account(event: AccountEvent): void {
    for (const [channel, feed] of this.#private) {
      if (feed.account !== event.account) continue;
      const text = feed.eventText(event);
      if (text !== undefined && !this.#muted.has(channel)) this.#send(text, { frame: 'data', channel });
    }
  }

  tick(now: number): void {
    if (this.#nextHeartbeat === undefined || now < this.#nextHeartbeat) return;
    // Of heartbeats that were missed one is enough; the beat is kept.
    const missed = Math.floor((now - this.#nextHeartbeat) / HEARTBEAT_MS);
    this.#nextHeartbeat += (missed + 1) * HEARTBEAT_MS;
    this.#send('{"channel":"heartbeat"}', { frame: 'heartbeat' });
  }

  closed(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#nextHeartbeat = undefined;
    for (const topic of this.#subscriptions.values()) this.#leave(topic);
    this.#options.onEnd(this);
  }

  #act(method: string, params: Fields, answerTo: AnswerTo): void {
    if (method === 'ping') return this.#send(pongText(answerTo.reqId, answerTo.now), { frame: 'pong' });
    if (method === 'subscribe') return this.#subscribe(params, answerTo);
    if (method === 'unsubscribe') return this.#unsubscribe(params, answerTo);
    const trade = TRADING_METHODS.get(method);
    if (trade === undefined) throw new Refused('Unsupported event');
    const { accounts, account } = this.#authorized(params, answerTo.now);
    const desk = {
      call: (name: string, parameters: Parameters<Accounts['call']>[2]) =>
        accounts.call(account, name, parameters, answerTo.now),
      leverage: accounts.leverage.bind(accounts),
    };
    for (const answer of trade(params, desk)) {
      try {
        const { result, more } = answer();
        this.#send(successText(answerTo, result, more), { frame: 'reply' });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        this.#send(failureText(answerTo, error.message), { frame: 'reply' });
      }
    }
  }

  #subscribe(params: Fields, answerTo: AnswerTo): void {
    const channel = params.text('channel');
    if (channel === 'executions' || channel === 'balances') return this.#subscribePrivate(channel, params, answerTo);
    if (channel === undefined || !isPublicChannel(channel)) throw new Refused('Unsupported event');
    for (const asked of readTopics(channel, params, (symbol) => this.#instrument(symbol))) {
      const pair =
        asked instanceof Refused
          ? asked.symbol
          : asked.spec.channel === 'instrument'
            ? undefined
            : asked.spec.instrument.name;
      const about: AboutFrame = { frame: 'ack', channel, pair };
      if (this.#options.faults.strikes('ignore', about) !== undefined) continue;
      const refusal = this.#refusal(asked instanceof Refused ? asked.message : undefined, about);
      if (asked instanceof Refused || refusal !== undefined) {
        this.#send(failureText(answerTo, refusal ?? '', pair), { ...about, frame: 'refusal' });
        continue;
      }
      const key = keyOf(channel, pair, asked.result['interval']);
      if (this.#subscriptions.has(key)) {
        this.#send(failureText(answerTo, 'Already subscribed', pair), { ...about, frame: 'refusal' });
        continue;
      }
      const topic = this.#options.topics.open(asked.spec);
      this.#subscriptions.set(key, topic);
      if (this.#options.faults.strikes('mute', about) !== undefined) this.#muted.add(topic);
      this.#send(successText(answerTo, asked.result), about);
      const snapshot = asked.result['snapshot'] === true ? topic.frames.snapshotText(answerTo.now) : undefined;
      if (snapshot !== undefined) this.deliver(snapshot, topic);
      if (!this.#isOver) topic.subscribers.add(this);
      this.#startHeartbeats(answerTo.now);
    }
  }

  #subscribePrivate(channel: 'executions' | 'balances', params: Fields, answerTo: AnswerTo): void {
    const about: AboutFrame = { frame: 'ack', channel };
    if (this.#options.faults.strikes('ignore', about) !== undefined) return;
    const { accounts, account, token } = this.#authorized(params, answerTo.now);
    if (!accounts.mayQuery(account)) throw new Refused('EGeneral:Permission denied');
    const refusal = this.#refusal(this.#private.has(channel) ? 'Already subscribed' : undefined, about);
    if (refusal !== undefined) throw new Refused(refusal);
    const options = { account, accounts, instruments: this.#options.exchange.market.instruments };
    const feed = channel === 'executions' ? executionsFeed(params, options) : balancesFeed(params, options);
    this.#private.set(channel, feed);
    this.#tokens.set(token, account);
    if (this.#options.faults.strikes('mute', about) !== undefined) this.#muted.add(channel);
    this.#send(successText(answerTo, feed.result), about);
    const snapshot = feed.snapshotText();
    if (snapshot !== undefined && !this.#muted.has(channel)) this.#send(snapshot, { frame: 'data', channel });
    this.#startHeartbeats(answerTo.now);
  }

  #unsubscribe(params: Fields, answerTo: AnswerTo): void {
    const channel = params.text('channel');
    if (channel === 'executions' || channel === 'balances') {
      this.#authorized(params, answerTo.now);
      if (!this.#private.delete(channel)) throw new Refused('Subscription Not Found');
      this.#muted.delete(channel);
      if (this.#private.size === 0) this.#tokens.clear();
      return this.#send(successText(answerTo, { channel }), { frame: 'ack', channel });
    }
    if (channel === undefined || !isPublicChannel(channel)) throw new Refused('Unsupported event');
    for (const asked of readTopics(channel, params, (symbol) => this.#instrument(symbol))) {
      if (asked instanceof Refused) {
        this.#send(failureText(answerTo, asked.message, asked.symbol), {
          frame: 'refusal',
          channel,
          pair: asked.symbol,
        });
        continue;
      }
      const pair = asked.spec.channel === 'instrument' ? undefined : asked.spec.instrument.name;
      const key = keyOf(channel, pair, asked.result['interval']);
      const topic = this.#subscriptions.get(key);
      // The depth must be the one subscribed, as the topic is one of that depth.
      if (topic === undefined || topic !== this.#options.topics.open(asked.spec)) {
        this.#send(failureText(answerTo, 'Subscription Not Found', pair), { frame: 'refusal', channel, pair });
        continue;
      }
      this.#subscriptions.delete(key);
      this.#leave(topic);
      const { snapshot: _snapshot, warnings: _warnings, ...result } = asked.result;
      this.#send(successText(answerTo, result), { frame: 'ack', channel, pair });
    }
  }

  #leave(topic: Topic): void {
    topic.subscribers.delete(this);
    this.#muted.delete(topic);
    this.#options.topics.leave(topic);
  }

  /** @throws {Refused} as Kraken does without a token, with a wrong or expired one, and on the public socket. */
  #authorized(params: Fields, now: number): { accounts: Accounts; account: string; token: string } {
    const { kind, exchange, faults } = this.#options;
    if (kind === 'public' || exchange.accounts === undefined) throw new Refused(NOT_HERE);
    const token = params.text('token');
    if (token === undefined) throw new Refused('Token(s) not found');
    const isExpired = faults.strikes('expire-token', { frame: 'ack', channel: params.text('channel') }) !== undefined;
    const account = isExpired ? undefined : (this.#tokens.get(token) ?? exchange.accounts.tokenOwner(token, now));
    if (account === undefined) throw new Refused('ESession:Invalid session');
    return { accounts: exchange.accounts, account, token };
  }

  #refusal(own: string | undefined, about: AboutFrame): string | undefined {
    const rule = this.#options.faults.strikes('refuse', about);
    return rule === undefined ? own : (rule.reason ?? 'Subscription refused');
  }

  #instrument(symbol: string) {
    return this.#options.exchange.market.instruments.find(({ name }) => name === symbol);
  }

  #startHeartbeats(now: number): void {
    if (!this.#isOver) this.#nextHeartbeat ??= now + HEARTBEAT_MS;
  }

  #send(text: string, about: AboutFrame & { readonly frame: FrameKind }): void {
    if (!this.#isOver) this.#sender.send(text, about);
  }

  #write(write: () => void): void {
    if (this.#isOver) return;
    if ((this.#options.wire.bufferedBytes ?? 0) > MAX_BUFFERED_BYTES) return this.#end({ code: 1008, reset: true });
    write();
  }

  #end(reason: { readonly code: number; readonly reset: boolean }): void {
    if (this.#isOver) return;
    this.closed();
    this.#options.wire.close(reason);
  }
}

function keyOf(channel: string, pair: string | undefined, interval: Json | undefined): string {
  return [channel, pair, interval].join(' ');
}
