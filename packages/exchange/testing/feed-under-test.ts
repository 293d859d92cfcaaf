import type { FeedEvent, Subscription } from '@fathom/contracts';
import { ManualTime, SeededRandom } from '@fathom/testkit';
import { ConnectionBudget } from '../src/kraken/ws/connection-budget.js';
import { KrakenFeed, type KrakenFeedOptions } from '../src/kraken/ws/kraken-feed.js';
import { ScriptedKraken } from './scripted-kraken.js';

/** 2026-08-02T03:35:50Z. */
const START = 1_785_641_750_000;

/** A feed at a scripted Kraken, in memory, under a clock moved by hand. */
export function feedUnderTest(options: Partial<KrakenFeedOptions> = {}) {
  const time = new ManualTime(START);
  const kraken = new ScriptedKraken(time);
  const events: FeedEvent[] = [];
  const feed = new KrakenFeed({
    deliver: (event) => events.push(event),
    clock: time,
    scheduler: time,
    random: new SeededRandom(7),
    transport: kraken,
    budget: new ConnectionBudget(),
    ...options,
  });
  return { time, kraken, events, feed, ofType: typed(events) };
}

function typed(events: readonly FeedEvent[]) {
  return <T extends FeedEvent['type']>(type: T): Extract<FeedEvent, { type: T }>[] =>
    events.filter((event): event is Extract<FeedEvent, { type: T }> => event.type === type);
}

export const book = (pair: string, depth = 10): Subscription => ({ channel: 'book', pair, depth });
export const ticker = (pair: string): Subscription => ({ channel: 'ticker', pair });
export const trades = (pair: string): Subscription => ({ channel: 'market-trades', pair });
