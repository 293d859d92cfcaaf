import type { FeedEvent, MarketFeed, Subscription } from '@fathom/contracts';
import type { Fields } from './frame-fields.js';
import type { SocketWorld } from './live-socket.js';
import { MarketFrames, shownOf } from './market-frames.js';
import { subscriptionKey, topicOf } from './market-topics.js';
import { Session, type SessionHost } from './session.js';
import { TOPICS_LIMITS, type TopicsLimits } from './topics-limits.js';
import type { TradeSequence } from './trade-sequence.js';

export interface KrakenFeedOptions extends SocketWorld {
  /** Is told everything, at once and in order; may call the feed back. What it throws is not caught. */
  readonly deliver: (event: FeedEvent) => void;
  /** Default `wss://ws.kraken.com/v2`. */
  readonly url?: string;
  /** How many subscriptions one connection carries; default 250. */
  readonly subscriptionsPerSocket?: number;
  readonly limits?: Partial<TopicsLimits>;
}

const URL = 'wss://ws.kraken.com/v2';
const PER_SOCKET = 250;

/**
 * Market data over Kraken's WebSocket, version 2: tickers, market trades, candles and books of any number of pairs.
 *
 * Every subscription ends in data or in an event that says why not. Digits of books are kept as they came; whoever
 * holds the book verifies its checksum and calls `resync` when it is wrong. Connections are dialled when there is
 * something to carry, found dead after 5 s without a frame, and come back with what they carried.
 */
export class KrakenFeed implements MarketFeed {
  readonly #options: KrakenFeedOptions;
  readonly #limits: TopicsLimits;
  readonly #sessions = new Set<Session<Subscription>>();
  readonly #homes = new Map<string, Session<Subscription>>();
  readonly #sequences = new Map<string, TradeSequence>();
  #status: string | undefined;
  #isClosed = false;

  constructor(options: KrakenFeedOptions) {
    this.#options = options;
    this.#limits = { ...TOPICS_LIMITS, ...options.limits };
  }

  subscribe(subscriptions: readonly Subscription[]): void {
    const touched = new Set<Session<Subscription>>();
    for (const subscription of subscriptions) {
      if (this.#isClosed) return;
      const key = subscriptionKey(subscription);
      if (this.#homes.has(key)) continue;
      const session = this.#homeFor(subscription);
      this.#homes.set(key, session);
      session.add(topicOf(subscription));
      touched.add(session);
    }
    // Only now, so that what can share a message does.
    for (const session of touched) session.pump();
  }

  unsubscribe(subscriptions: readonly Subscription[]): void {
    for (const subscription of subscriptions) {
      const { session, entry } = this.#placeOf(subscription);
      if (session === undefined || entry === undefined) continue;
      this.#homes.delete(subscriptionKey(subscription));
      if (subscription.channel === 'market-trades') this.#sequences.delete(subscription.pair);
      session.remove(entry);
      this.#endIfEmpty(session);
    }
  }

  resync(subscription: Subscription): void {
    const { session, entry } = this.#placeOf(subscription);
    // The trades that a snapshot repeats are wanted then.
    if (subscription.channel === 'market-trades') this.#sequences.delete(subscription.pair);
    if (entry !== undefined) session?.resync(entry);
  }

  close(): void {
    this.#isClosed = true;
    for (const session of this.#sessions) session.close();
    this.#sessions.clear();
    this.#homes.clear();
  }

  #placeOf(subscription: Subscription) {
    const session = this.#homes.get(subscriptionKey(subscription));
    const { channel, route } = topicOf(subscription);
    return { session, entry: session?.find(channel, route) };
  }

  /** A connection with room, which does not carry the same pair's book at another depth. */
  #homeFor(subscription: Subscription): Session<Subscription> {
    const { channel, route } = topicOf(subscription);
    const room = this.#options.subscriptionsPerSocket ?? PER_SOCKET;
    for (const session of this.#sessions) {
      if (session.size < room && session.find(channel, route) === undefined) return session;
    }
    return this.#connect();
  }

  #connect(): Session<Subscription> {
    const frames: MarketFrames = new MarketFrames(
      () => session,
      this.#sequences,
      (event) => this.#deliver(event),
    );
    const host: SessionHost<Subscription> = {
      credentials: () => NO_CREDENTIALS,
      tokenRefused: () => {},
      connected: () => this.#deliver({ type: 'feed-connected', time: this.#now() }),
      disconnected: (reason, retryInMs, subscriptions) =>
        this.#deliver({ type: 'feed-disconnected', time: this.#now(), reason, retryInMs, subscriptions }),
      acknowledged: (subscription) => this.#deliver({ type: 'feed-subscribed', time: this.#now(), subscription }),
      silent: (subscription, reason) => this.#deliver({ type: 'feed-silent', time: this.#now(), subscription, reason }),
      refused: (subscription, reason) => {
        this.#homes.delete(subscriptionKey(subscription));
        this.#deliver({ type: 'feed-refused', time: this.#now(), subscription, reason });
        this.#endIfEmpty(session);
      },
      resyncBegun: (subscription, cause) =>
        this.#deliver({ type: 'feed-resync-begun', time: this.#now(), subscription, cause }),
      skipped: (reason, frame) =>
        this.#deliver({ type: 'feed-skipped', time: this.#now(), reason, frame: shownOf(frame) }),
      status: (status) => {
        if (status === this.#status) return;
        this.#status = status;
        this.#deliver({ type: 'exchange-status-changed', time: this.#now(), status });
      },
      scan: (frame, receivedAt) => frames.scan(frame, receivedAt),
      data: (channel: string, fields: Fields, receivedAt: number, text: string) =>
        frames.read(channel, fields, { receivedAt, text }),
    };
    const session: Session<Subscription> = new Session(this.#options.url ?? URL, this.#options, this.#limits, host);
    this.#sessions.add(session);
    return session;
  }

  /** A connection that carries nothing is not kept. */
  #endIfEmpty(session: Session<Subscription>): void {
    if (session.size > 0 || !this.#sessions.delete(session)) return;
    session.close();
  }

  #deliver(event: FeedEvent): void {
    if (!this.#isClosed) this.#options.deliver(event);
  }

  #now(): number {
    return this.#options.clock.now();
  }
}

const NO_CREDENTIALS = {};
