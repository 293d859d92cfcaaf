import type { Clock, Random, Scheduler } from '@fathom/contracts';
import {
  AccountBooks,
  ConnectionBudget,
  KrakenAccountFeed,
  KrakenFeed,
  type KrakenRest,
  OrderWatch,
  type SocketTransport,
} from '@fathom/exchange';
import { SharedFeed } from '@fathom/trading';
import { SharedAccount } from './shared-account.js';
import { SharedDeadMan } from './shared-dead-man.js';
import { SharedHistory } from './shared-history.js';

/**
 * The way to an exchange that all bots of a process share: one client with one rate budget and one set of keys, one feed,
 * one history, one clock. Nothing of it belongs to a bot, and a bot that fails leaves it as it is.
 */
export interface MarketAccess {
  readonly time: Clock & Scheduler;
  /** Time as people's watches tell it: a rehearsal's own runs faster. */
  readonly watch: Clock;
  readonly random: Random;
  /** With keys, where orders are to be sent. */
  readonly rest: KrakenRest;
  readonly feed: SharedFeed;
  readonly history: SharedHistory;
  /** What bots ask of the account as they start. */
  readonly account: SharedAccount;
  /** Follows the account's orders for all bots; none where no orders are sent. */
  readonly orders: OrderWatch | undefined;
  /** Asks for the account's records, for all bots to compare; none where no orders are sent. */
  readonly books: AccountBooks | undefined;
  /** Has Kraken cancel the account's orders once nobody here is heard of any more. */
  readonly deadMan: SharedDeadMan;
  /** Asks again while it may help, and says each time why it waits. */
  readonly insist: <T>(ask: () => Promise<T>) => Promise<T>;
  /** Ends the feeds for everybody. */
  close(): void;
}

export interface MarketAccessOptions {
  readonly time: Clock & Scheduler;
  /** Time as people's watches tell it and networks take it; `time` when left out. */
  readonly real?: Clock & Scheduler;
  readonly random: Random;
  readonly rest: KrakenRest;
  readonly sockets: SocketTransport;
  /** Of the public WebSocket; Kraken's own when left out. */
  readonly wsUrl?: string;
  /** Orders are sent: their fate is followed on the account's WebSocket, Kraken's own unless `url` says otherwise. */
  readonly account?: { readonly url?: string; readonly onTrouble: (reason: string) => void };
  readonly insist: MarketAccess['insist'];
}

/**
 * Nothing public is dialled before a bot subscribes to something; the account's feed, where there is one, at once. Kraken's
 * clock is measured every minute.
 */
export function marketAccess(options: MarketAccessOptions): MarketAccess {
  const { time, real = time, random, rest, sockets, wsUrl, account, insist } = options;
  const world = {
    clock: time,
    scheduler: time,
    ...(real !== time && { wire: real }),
    random,
    transport: sockets,
    budget: new ConnectionBudget(),
  };
  const feed = new SharedFeed({
    time,
    open: (deliver) => new KrakenFeed({ ...world, ...(wsUrl !== undefined && { url: wsUrl }), deliver }),
  });
  const books = account && new AccountBooks({ rest, time, onTrouble: account.onTrouble });
  const orders =
    account &&
    new OrderWatch({
      rest,
      time,
      onTrouble: account.onTrouble,
      // Kraken sends a liquidation without any id of ours.
      onOther: ({ clientOrderId }) => {
        if (clientOrderId === undefined) books?.soon();
      },
      feed: (deliver) =>
        new KrakenAccountFeed({
          ...world,
          ...(account.url !== undefined && { url: account.url }),
          channels: ['orders'],
          token: async () => (await rest.account.webSocketToken()).token.reveal(),
          deliver,
        }),
    });
  const stopKeepingClock = rest.keepClock();
  const close = () => {
    stopKeepingClock();
    feed.close();
    orders?.close();
    books?.close();
  };
  return {
    time,
    watch: real,
    random,
    rest,
    feed,
    history: new SharedHistory(rest),
    account: new SharedAccount(rest, time, account?.onTrouble, insist),
    orders,
    books,
    deadMan: new SharedDeadMan({ set: (timeoutMs) => rest.orders.cancelAllAfter(timeoutMs), scheduler: time }),
    insist,
    close,
  };
}
