import type { Clock, Random, Scheduler } from '@fathom/contracts';
import {
  type AccountEvent,
  ConnectionBudget,
  KrakenAccountFeed,
  type KrakenRest,
  type SocketTransport,
  tierOf,
} from '@fathom/exchange';
import { type Finding, ok, warn } from './finding.js';

export interface TierOptions {
  readonly rest: KrakenRest;
  readonly sockets: SocketTransport;
  readonly url: string;
  readonly time: Clock & Scheduler;
  readonly random: Random;
}

const PATIENCE_MS = 10_000;
const ASSUMED = 'Starter’s limits are kept, which every account may use';

/**
 * The account's tier. REST does not tell it; Kraken's acknowledgement of the executions channel does, by how far the
 * counter of a pair's orders may go (docs.kraken.com, "Spot trading rate limits").
 */
export async function tierFinding(options: TierOptions): Promise<Finding> {
  const { time, url } = options;
  let close: (() => void) | undefined;
  try {
    return await new Promise<Finding>((resolve) => {
      const late = unknown(`no answer from ${url} within ${PATIENCE_MS / 1000} s`);
      const cancel = time.after(PATIENCE_MS, () => resolve(late));
      const feed = openFeed(options, (event) => {
        const found = findingOf(event);
        if (found !== undefined) resolve(found);
      });
      close = () => {
        cancel();
        feed.close();
      };
    });
  } finally {
    close?.();
  }
}

function openFeed(
  { rest, sockets, url, time, random }: TierOptions,
  deliver: (event: AccountEvent) => void,
): KrakenAccountFeed {
  return new KrakenAccountFeed({
    clock: time,
    scheduler: time,
    random,
    transport: sockets,
    budget: new ConnectionBudget(),
    url,
    channels: ['orders'],
    token: async () => (await rest.account.webSocketToken()).token.reveal(),
    deliver,
  });
}

function findingOf(event: AccountEvent): Finding | undefined {
  switch (event.type) {
    case 'account-subscribed': {
      const { maxRateCount } = event;
      if (maxRateCount === undefined) return unknown('Kraken does not say it');
      const tier = tierOf(maxRateCount);
      if (tier === undefined) return unknown(`a counter of orders up to ${maxRateCount} is no known tier’s`);
      const name = `${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
      return ok(`the account’s tier is ${name}: orders of a pair may count up to ${maxRateCount}`);
    }
    case 'account-refused':
    case 'account-silent':
    case 'account-disconnected':
      return unknown(event.reason);
    case 'order-reported':
    case 'balances-reported':
    case 'feed-connected':
    case 'feed-skipped':
    case 'exchange-status-changed':
      return undefined;
    default:
      return event satisfies never;
  }
}

function unknown(reason: string): Finding {
  return warn(`the account’s tier is not known (${reason})`, ASSUMED);
}
