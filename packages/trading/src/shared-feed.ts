import type { Clock, FeedEvent, MarketDataEvent, MarketFeed, Scheduler, Subscription } from '@fathom/contracts';
import { channelKey, dataKey } from './channel-key.js';

export interface SharedFeedOptions {
  readonly time: Clock & Scheduler;
  /** Makes the one feed behind; what it delivers goes to `deliver`. */
  readonly open: (deliver: (event: FeedEvent) => void) => MarketFeed;
}

type Deliver = (event: FeedEvent) => void;

/** What is subscribed behind, and who wants it. */
interface Channel {
  readonly subscription: Subscription;
  /** By listener: whether it has been told that its subscription is served. */
  readonly listeners: Map<Listener, boolean>;
  isServed: boolean;
}

/**
 * One feed for many: each listener has a feed of its own that tells what it subscribed to and nothing else, and the
 * exchange is asked once. A channel ends when its last listener leaves it.
 */
export class SharedFeed {
  readonly #options: SharedFeedOptions;
  readonly #channels = new Map<string, Channel>();
  readonly #listeners = new Set<Listener>();
  readonly #feed: MarketFeed;
  #isConnected = false;
  #isClosed = false;
  #status: string | undefined;

  constructor(options: SharedFeedOptions) {
    this.#options = options;
    this.#feed = options.open((event) => this.#deliver(event));
  }

  /** A feed for `deliver` alone. Who joins late is told first what the others know: that it is connected, and Kraken's state. */
  join(deliver: Deliver): MarketFeed {
    const listener = new Listener(deliver);
    this.#listeners.add(listener);
    if (this.#isConnected) this.#later(listener, () => this.#tellPresent(listener));
    return {
      subscribe: (subscriptions) => this.#subscribe(listener, subscriptions),
      unsubscribe: (subscriptions) => this.#unsubscribe(listener, subscriptions),
      resync: (subscription) => {
        if (this.#channel(subscription)?.listeners.has(listener) === true) this.#feed.resync(subscription);
      },
      close: () => this.#leave(listener),
    };
  }

  /** Ends the feed behind; nothing is delivered to anybody afterwards. */
  close(): void {
    this.#isClosed = true;
    for (const listener of this.#listeners) listener.close();
    this.#listeners.clear();
    this.#channels.clear();
    this.#feed.close();
  }

  #subscribe(listener: Listener, subscriptions: readonly Subscription[]): void {
    if (this.#isClosed || listener.isClosed) return;
    const wanted: Subscription[] = [];
    for (const subscription of subscriptions) {
      const channel = this.#channel(subscription);
      if (channel === undefined) {
        const key = channelKey(subscription);
        this.#channels.set(key, { subscription, listeners: new Map([[listener, false]]), isServed: false });
        wanted.push(subscription);
      } else if (!channel.listeners.has(listener)) {
        channel.listeners.set(listener, false);
        if (channel.isServed) this.#later(listener, () => this.#serve(listener, channel));
      }
    }
    if (wanted.length > 0) this.#feed.subscribe(wanted);
  }

  /** A channel that is served already. A book begins with a snapshot, so one is fetched. */
  #serve(listener: Listener, channel: Channel): void {
    if (!channel.isServed || channel.listeners.get(listener) !== false) return;
    channel.listeners.set(listener, true);
    listener.deliver({ type: 'feed-subscribed', time: this.#options.time.now(), subscription: channel.subscription });
    if (channel.subscription.channel === 'book') this.#feed.resync(channel.subscription);
  }

  #tellPresent(listener: Listener): void {
    if (!this.#isConnected) return;
    listener.deliver({ type: 'feed-connected', time: this.#options.time.now() });
    if (this.#status !== undefined)
      listener.deliver({ type: 'exchange-status-changed', time: this.#options.time.now(), status: this.#status });
  }

  #unsubscribe(listener: Listener, subscriptions: readonly Subscription[]): void {
    const ended: Subscription[] = [];
    for (const subscription of subscriptions) {
      const channel = this.#channel(subscription);
      if (channel === undefined || !channel.listeners.delete(listener) || channel.listeners.size > 0) continue;
      this.#channels.delete(channelKey(subscription));
      ended.push(subscription);
    }
    if (ended.length > 0) this.#feed.unsubscribe(ended);
  }

  #leave(listener: Listener): void {
    if (listener.isClosed) return;
    listener.close();
    this.#listeners.delete(listener);
    const own = [...this.#channels.values()].filter(({ listeners }) => listeners.has(listener));
    this.#unsubscribe(
      listener,
      own.map(({ subscription }) => subscription),
    );
  }

  #later(listener: Listener, task: () => void): void {
    const cancel = this.#options.time.after(0, () => {
      listener.pending.delete(cancel);
      task();
    });
    listener.pending.add(cancel);
  }

  #deliver(event: FeedEvent): void {
    switch (event.type) {
      case 'feed-subscribed':
        this.#subscribed(event);
        return;
      case 'feed-silent':
      case 'feed-refused':
        this.#notServed(event);
        return;
      case 'feed-resync-begun':
        for (const listener of this.#channel(event.subscription)?.listeners.keys() ?? []) listener.deliver(event);
        return;
      case 'feed-disconnected':
        this.#disconnected(event);
        return;
      case 'feed-connected':
        this.#isConnected = true;
        this.#toAll(event);
        return;
      case 'exchange-status-changed':
        this.#status = event.status;
        this.#toAll(event);
        return;
      case 'feed-skipped':
        this.#toAll(event);
        return;
      case 'ticker-changed':
      case 'market-traded':
      case 'candle-changed':
      case 'book-snapshot':
      case 'book-update':
        this.#data(event);
        return;
      default:
        event satisfies never;
    }
  }

  #data(event: MarketDataEvent): void {
    const channel = this.#channels.get(dataKey(event));
    if (channel === undefined) return;
    for (const [listener, isTold] of channel.listeners) if (isTold) listener.deliver(event);
  }

  #subscribed(event: FeedEvent & { readonly subscription: Subscription }): void {
    const channel = this.#channel(event.subscription);
    if (channel === undefined) return;
    channel.isServed = true;
    for (const listener of channel.listeners.keys()) {
      channel.listeners.set(listener, true);
      listener.deliver(event);
    }
  }

  #notServed(event: FeedEvent & { readonly subscription: Subscription }): void {
    const channel = this.#channel(event.subscription);
    if (channel === undefined) return;
    channel.isServed = false;
    // The feed behind has forgotten what is refused; who wants it subscribes anew.
    if (event.type === 'feed-refused') this.#channels.delete(channelKey(event.subscription));
    for (const listener of channel.listeners.keys()) listener.deliver(event);
  }

  /** Each listener is told what of its own is gone. */
  #disconnected(event: FeedEvent & { readonly type: 'feed-disconnected' }): void {
    const gone = new Map<Listener, Subscription[]>();
    for (const subscription of event.subscriptions) {
      const channel = this.#channel(subscription);
      if (channel === undefined) continue;
      channel.isServed = false;
      for (const listener of channel.listeners.keys()) {
        const own = gone.get(listener);
        if (own === undefined) gone.set(listener, [subscription]);
        else own.push(subscription);
      }
    }
    for (const [listener, subscriptions] of gone) listener.deliver({ ...event, subscriptions });
  }

  #toAll(event: FeedEvent): void {
    for (const listener of this.#listeners) listener.deliver(event);
  }

  #channel(subscription: Subscription): Channel | undefined {
    return this.#channels.get(channelKey(subscription));
  }
}

/** Who listens, and what it is still to be told. */
class Listener {
  isClosed = false;
  readonly pending = new Set<() => void>();
  readonly #deliver: Deliver;

  constructor(deliver: Deliver) {
    this.#deliver = deliver;
  }

  deliver(event: FeedEvent): void {
    if (!this.isClosed) this.#deliver(event);
  }

  close(): void {
    this.isClosed = true;
    for (const cancel of this.pending) cancel();
    this.pending.clear();
  }
}
