import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { FeedEvent, Subscription } from '@fathom/contracts';
import type { MarketFeedHarness } from './market-feed-harness.js';

/** Within this time every subscription must have come to something, and a lost connection be back. */
const SOON_MS = 15_000;

function of(harness: MarketFeedHarness, pair = harness.pairs[0]) {
  const book: Subscription = { channel: 'book', pair, depth: harness.depth };
  const ticker: Subscription = { channel: 'ticker', pair };
  const trades: Subscription = { channel: 'market-trades', pair };
  const candles: Subscription = { channel: 'candles', pair, interval: 1 };
  return { book, ticker, trades, candles };
}

const dataOf = {
  book: 'book-snapshot',
  ticker: 'ticker-changed',
  'market-trades': 'market-traded',
  candles: 'candle-changed',
};

function types(events: readonly FeedEvent[]): string[] {
  return events.map(({ type }) => type);
}

function about(events: readonly FeedEvent[], pair: string): FeedEvent[] {
  return events.filter((event) => ('pair' in event ? event.pair === pair : hasPair(event, pair)));
}

function hasPair(event: FeedEvent, pair: string): boolean {
  return 'subscription' in event && event.subscription.pair === pair;
}

export async function returnsFirst({ feed, events, ...harness }: MarketFeedHarness): Promise<void> {
  const unknown: Subscription = { channel: 'book', pair: harness.unknownPair, depth: harness.depth };
  feed.subscribe([of({ feed, events, ...harness }).book, unknown]);
  assert.deepEqual(events, []);
  await harness.advance(SOON_MS);
  assert.notDeepEqual(events, []);
  const before = events.length;
  feed.resync(of({ feed, events, ...harness }).book);
  assert.equal(events.length, before);
}

export async function servesEveryChannel(harness: MarketFeedHarness): Promise<void> {
  const all = Object.values(of(harness));
  harness.feed.subscribe(all);
  await harness.advance(SOON_MS);
  assert.equal(harness.events[0]?.type, 'feed-connected');
  for (const subscription of all) {
    const acknowledged = harness.events.flatMap((event, index) =>
      event.type === 'feed-subscribed' && isDeepStrictEqual(event.subscription, subscription) ? [index] : [],
    );
    const data = types(harness.events).indexOf(dataOf[subscription.channel]);
    assert.equal(acknowledged.length, 1, `${subscription.channel} acknowledged ${acknowledged.length} times`);
    assert.ok(data > (acknowledged[0] ?? 0), `${subscription.channel}: no data after the acknowledgement`);
  }
}

export async function beginsWithSnapshot(harness: MarketFeedHarness): Promise<void> {
  const { book } = of(harness);
  harness.feed.subscribe([book]);
  await harness.publish(book);
  await harness.advance(SOON_MS);
  await harness.publish(book);
  const books = harness.events.filter((event) => event.type === 'book-snapshot' || event.type === 'book-update');
  assert.deepEqual(types(books).slice(0, 2), ['book-snapshot', 'book-update']);
  for (const event of books) {
    assert.equal(event.depth, harness.depth);
    assert.ok(Number.isInteger(event.checksum) && event.checksum >= 0 && event.checksum <= 0xffffffff);
    for (const { price, quantity } of [...event.bids, ...event.asks]) {
      assert.match(price, /^\d+(\.\d+)?$/);
      assert.match(quantity, /^\d+(\.\d+)?$/);
    }
  }
  const [snapshot] = books;
  const bids = snapshot?.bids.map(({ price }) => Number(price)) ?? [];
  assert.deepEqual(
    bids,
    bids.toSorted((a, b) => b - a),
  );
}

export async function tellsTimes(harness: MarketFeedHarness): Promise<void> {
  harness.feed.subscribe(Object.values(of(harness)));
  const from = harness.events.length;
  await harness.advance(SOON_MS);
  for (const event of harness.events.slice(from)) {
    assert.ok(Number.isFinite(event.time), `${event.type} without a time`);
    assert.ok(!('receivedAt' in event) || Number.isFinite(event.receivedAt), `${event.type} without arrival`);
  }
  const arrivals = harness.events.flatMap((event) => ('receivedAt' in event ? [event.receivedAt] : []));
  assert.deepEqual(
    arrivals,
    arrivals.toSorted((a, b) => a - b),
  );
}

export async function subscribesOnce(harness: MarketFeedHarness): Promise<void> {
  const { book } = of(harness);
  harness.feed.subscribe([book, book]);
  await harness.advance(SOON_MS);
  harness.feed.subscribe([book]);
  await harness.advance(SOON_MS);
  const counted = types(harness.events);
  assert.equal(counted.filter((type) => type === 'feed-subscribed').length, 1);
  assert.equal(counted.filter((type) => type === 'book-snapshot').length, 1);
}

export async function refusesOne(harness: MarketFeedHarness): Promise<void> {
  const bad = of(harness, harness.unknownPair).book;
  const others = harness.pairs.map((pair) => of(harness, pair).book);
  harness.feed.subscribe([...others.slice(0, 1), bad, ...others.slice(1)]);
  await harness.advance(SOON_MS);
  const refusals = harness.events.filter((event) => event.type === 'feed-refused');
  assert.deepEqual(
    refusals.map(({ subscription }) => subscription),
    [bad],
  );
  assert.notEqual(refusals[0]?.reason, '');
  for (const pair of harness.pairs) assert.ok(types(about(harness.events, pair)).includes('book-snapshot'), pair);
  await harness.advance(4 * SOON_MS);
  assert.equal(types(harness.events).filter((type) => type === 'feed-refused').length, 1);
}

export async function tellsOfSilence(harness: MarketFeedHarness): Promise<void> {
  const [quiet, other] = harness.pairs;
  harness.ignore(quiet);
  harness.feed.subscribe([of(harness, quiet).book, of(harness, other).book]);
  await harness.advance(SOON_MS);
  assert.ok(types(about(harness.events, quiet)).includes('feed-silent'));
  assert.ok(!types(about(harness.events, other)).includes('feed-silent'));
  assert.ok(types(about(harness.events, other)).includes('book-snapshot'));
}

export async function unsubscribes(harness: MarketFeedHarness): Promise<void> {
  const [gone, stays] = [of(harness).book, of(harness, harness.pairs[1]).book];
  harness.feed.subscribe([gone, stays]);
  await harness.advance(SOON_MS);
  harness.feed.unsubscribe([gone]);
  const from = harness.events.length;
  await harness.publish(gone);
  await harness.publish(stays);
  await harness.advance(SOON_MS);
  await harness.publish(gone);
  harness.disconnect();
  await harness.advance(SOON_MS);
  const later = harness.events.slice(from);
  assert.deepEqual(about(later, gone.pair), []);
  assert.ok(types(about(later, stays.pair)).includes('book-snapshot'));
}

export async function resyncs(harness: MarketFeedHarness): Promise<void> {
  const [torn, sound] = [of(harness).book, of(harness, harness.pairs[1]).book];
  harness.feed.subscribe([torn, sound]);
  await harness.advance(SOON_MS);
  const from = harness.events.length;
  harness.feed.resync(torn);
  await harness.publish(torn);
  await harness.publish(sound);
  await harness.advance(SOON_MS);
  await harness.publish(torn);
  const ofTorn = about(harness.events.slice(from), torn.pair).filter(({ type }) => type.startsWith('book'));
  assert.deepEqual(types(ofTorn).slice(0, 2), ['book-snapshot', 'book-update']);
  const ofSound = types(about(harness.events.slice(from), sound.pair));
  assert.ok(ofSound.includes('book-update') && !ofSound.includes('book-snapshot'));
}

export async function comesBack(harness: MarketFeedHarness): Promise<void> {
  const all = harness.pairs.map((pair) => of(harness, pair).book);
  harness.feed.subscribe(all);
  await harness.advance(SOON_MS);
  const from = harness.events.length;
  harness.disconnect();
  await harness.advance(SOON_MS);
  for (const subscription of all) await harness.publish(subscription);
  const later = harness.events.slice(from);
  const gone = later.filter((event) => event.type === 'feed-disconnected');
  assert.deepEqual(
    new Set(gone.flatMap(({ subscriptions }) => subscriptions.map(({ pair }) => pair))),
    new Set(harness.pairs),
  );
  assert.ok(gone.every(({ retryInMs }) => retryInMs >= 0));
  assert.ok(types(later).indexOf('feed-connected') > types(later).indexOf('feed-disconnected'));
  for (const pair of harness.pairs) {
    const books = about(later, pair).filter(({ type }) => type.startsWith('book'));
    assert.deepEqual(types(books).slice(0, 2), ['book-snapshot', 'book-update'], pair);
  }
}

export async function ignoresStrangers(harness: MarketFeedHarness): Promise<void> {
  const { book, ticker } = of(harness);
  harness.feed.unsubscribe([book]);
  harness.feed.resync(book);
  harness.feed.subscribe([ticker]);
  await harness.advance(SOON_MS);
  harness.feed.resync(book);
  harness.feed.unsubscribe([book]);
  const from = harness.events.length;
  await harness.publish(ticker);
  assert.deepEqual(new Set(types(harness.events.slice(from))), new Set(['ticker-changed']));
}

export async function closes(harness: MarketFeedHarness): Promise<void> {
  const { book, ticker } = of(harness);
  harness.feed.subscribe([book]);
  await harness.advance(SOON_MS);
  harness.feed.close();
  harness.feed.close();
  harness.feed.subscribe([ticker]);
  harness.feed.resync(book);
  harness.feed.unsubscribe([book]);
  const from = harness.events.length;
  await harness.publish(book);
  harness.disconnect();
  await harness.advance(4 * SOON_MS);
  assert.deepEqual(harness.events.slice(from), []);
  assert.equal(harness.timers(), 0);
}
