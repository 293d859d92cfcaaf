import type { Clock, Random, Scheduler } from '@fathom/contracts';
import { ConnectionBudget, KrakenFeed, type KrakenRest, type SocketTransport } from '@fathom/exchange';
import { SharedFeed } from '@fathom/trading';
import { SharedHistory } from './shared-history.js';

/**
 * The way to an exchange that all bots of a process share: one client with one rate budget and one set of keys, one feed,
 * one history, one clock. Nothing of it belongs to a bot, and a bot that fails leaves it as it is.
 */
export interface MarketAccess {
  readonly time: Clock & Scheduler;
  readonly random: Random;
  /** With keys, where orders are to be sent. */
  readonly rest: KrakenRest;
  readonly feed: SharedFeed;
  readonly history: SharedHistory;
  /** Asks again while it may help, and says each time why it waits. */
  readonly insist: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Ends the feed for everybody. */
  close(): void;
}

export interface MarketAccessOptions {
  readonly time: Clock & Scheduler;
  readonly random: Random;
  readonly rest: KrakenRest;
  readonly sockets: SocketTransport;
  /** Of the public WebSocket; Kraken's own when left out. */
  readonly wsUrl?: string;
  readonly insist: MarketAccess['insist'];
}

/** Nothing is dialled before a bot subscribes to something. */
export function marketAccess(options: MarketAccessOptions): MarketAccess {
  const { time, random, rest, sockets, wsUrl, insist } = options;
  const feed = new SharedFeed({
    time,
    open: (deliver) =>
      new KrakenFeed({
        clock: time,
        scheduler: time,
        random,
        transport: sockets,
        budget: new ConnectionBudget(),
        ...(wsUrl !== undefined && { url: wsUrl }),
        deliver,
      }),
  });
  return { time, random, rest, feed, history: new SharedHistory(rest), insist, close: () => feed.close() };
}
