import { FathomError, type FeedEvent, type MarketDataEvent, type Subscription } from '@fathom/contracts';
import { scanBook } from './book-scanner.js';
import { Fields, FrameError, isObject } from './frame-fields.js';
import type { Json } from './json-text.js';
import { KnownNames } from './known-names.js';
import { bookEntry, candleEntry, tickerEntry, tradeEntry } from './market-entries.js';
import { candleRoute } from './market-topics.js';
import type { Session } from './session.js';
import type { Entry } from './topic.js';
import { TradeSequence } from './trade-sequence.js';

/** Fetching trades anew again within this time would bring nothing else. */
const FETCH_AGAIN_MS = 30_000;

/** How much of a frame that is not understood goes into an event: a book of 1000 levels, not eight million zeros. */
const SHOWN = 65_536;

interface Arrival {
  readonly receivedAt: number;
  readonly text: string;
}

interface Frame extends Arrival {
  readonly isSnapshot: boolean;
}

/** A frame as far as it is shown. */
export function shownOf(text: string): string {
  return text.length > SHOWN ? text.slice(0, SHOWN) : text;
}

/** Turns one session's market data frames into events. */
export class MarketFrames {
  readonly #session: () => Session<Subscription>;
  readonly #deliver: (event: FeedEvent) => void;
  /** By pair; outlives connections. */
  readonly #sequences: Map<string, TradeSequence>;
  readonly #names = new KnownNames();

  constructor(
    session: () => Session<Subscription>,
    sequences: Map<string, TradeSequence>,
    deliver: (event: FeedEvent) => void,
  ) {
    this.#session = session;
    this.#sequences = sequences;
    this.#deliver = deliver;
  }

  /** Books, nearly all there is. @returns false when the frame is none written in the usual way. */
  scan(bytes: Buffer, receivedAt: number): boolean {
    const book = scanBook(bytes, receivedAt, this.#names);
    if (book === undefined) return false;
    const session = this.#session();
    const entry = session.find('book', book.pair);
    if (entry !== undefined && session.accepts(entry, book.type === 'book-snapshot', receivedAt)) {
      book.depth = depthOf(entry);
      this.#deliver(book);
    }
    return true;
  }

  /** @throws {FrameError} when it is no frame of a known channel. */
  read(channel: string, fields: Fields, arrival: Arrival): void {
    const frame = { ...arrival, isSnapshot: fields.oneOf('type', ['snapshot', 'update']) === 'snapshot' };
    const entries = fields.list('data');
    switch (channel) {
      case 'ticker':
      case 'ohlc':
      case 'book':
        for (const entry of entries) this.#one(channel, entry, frame);
        return;
      case 'trade':
        for (const [pair, trades] of byPair(entries)) this.#trades(pair, trades, frame);
        return;
      default:
        throw new FrameError(`channel ${JSON.stringify(channel.slice(0, 40))} is not known`);
    }
  }

  #one(channel: 'ticker' | 'ohlc' | 'book', entry: Json, frame: Frame): void {
    const { isSnapshot, receivedAt } = frame;
    const read = this.#guarded(channel, [entry], frame, () => {
      const fields = new Fields(entry);
      const pair = fields.text('symbol');
      const topic = this.#session().find(
        channel,
        channel === 'ohlc' ? candleRoute(pair, fields.number('interval')) : pair,
      );
      return topic && { topic, event: eventOf(topic.topic.subscription, fields, frame) };
    });
    if (read?.event !== undefined && this.#session().accepts(read.topic, isSnapshot, receivedAt)) {
      this.#deliver(read.event);
    }
  }

  #trades(pair: string, entries: readonly Json[], frame: Frame): void {
    const { isSnapshot, receivedAt } = frame;
    const topic = this.#session().find('trade', pair);
    const trades = this.#guarded('trade', entries, frame, () => entries.map((entry) => tradeEntry(new Fields(entry))));
    if (topic === undefined || trades === undefined || !this.#session().accepts(topic, isSnapshot, receivedAt)) return;
    const sequence = this.#sequences.get(pair) ?? new TradeSequence();
    this.#sequences.set(pair, sequence);
    const news = sequence.take(trades, isSnapshot, receivedAt - topic.lastResyncAt > FETCH_AGAIN_MS);
    if (news === undefined) {
      this.#session().resync(topic, 'hole');
      return;
    }
    const { missing } = news;
    if (missing !== undefined) {
      this.#skip(`market trades ${missing.from} to ${missing.to} of ${pair} were not received`, receivedAt);
    }
    const last = news.trades.at(-1);
    if (last === undefined) return;
    this.#deliver({
      type: 'market-traded',
      pair,
      time: last.time,
      receivedAt,
      trades: news.trades,
      isSnapshot: news.isSnapshot,
    });
  }

  /** What is wrong with an entry skips that one; a book or a tape that lost something by it is fetched anew. */
  #guarded<T>(channel: string, entries: readonly Json[], { receivedAt, text }: Frame, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FrameError || error instanceof FathomError)) throw error;
      const pair = pairOf(entries[0]);
      const topic = channel === 'book' || channel === 'trade' ? this.#session().find(channel, pair) : undefined;
      this.#skip(`${channel} ${pair}: ${error.message}`, receivedAt, text);
      if (topic !== undefined) this.#session().resync(topic, 'unreadable');
      return undefined;
    }
  }

  #skip(reason: string, time: number, frame?: string): void {
    this.#deliver({ type: 'feed-skipped', time, reason, ...(frame !== undefined && { frame: shownOf(frame) }) });
  }
}

function eventOf(subscription: Subscription, fields: Fields, frame: Frame): MarketDataEvent | undefined {
  const { isSnapshot, receivedAt } = frame;
  const { pair, channel } = subscription;
  if (channel === 'ticker') {
    const ticker = tickerEntry(fields, receivedAt);
    return { type: 'ticker-changed', pair, time: ticker.time, receivedAt, ticker };
  }
  if (channel === 'candles') {
    const { interval } = subscription;
    const candle = candleEntry(fields);
    return { type: 'candle-changed', pair, time: receivedAt, receivedAt, interval, candle, isSnapshot };
  }
  if (channel === 'book') {
    const time = fields.optionalTime('timestamp') ?? receivedAt;
    const type = isSnapshot ? 'book-snapshot' : 'book-update';
    return { type, pair, time, receivedAt, depth: subscription.depth, ...bookEntry(fields) };
  }
  return undefined;
}

function depthOf({ topic: { subscription } }: Entry<Subscription>): number {
  return subscription.channel === 'book' ? subscription.depth : 0;
}

/** A frame's trades by pair, in order; what has no pair stands under an empty one. */
function byPair(entries: readonly Json[]): Map<string, Json[]> {
  const pairs = new Map<string, Json[]>();
  for (const entry of entries) {
    const pair = pairOf(entry);
    const trades = pairs.get(pair);
    if (trades === undefined) pairs.set(pair, [entry]);
    else trades.push(entry);
  }
  return pairs;
}

function pairOf(entry: Json | undefined): string {
  const symbol = isObject(entry) ? entry.get('symbol') : undefined;
  return typeof symbol === 'string' ? symbol.slice(0, 40) : '';
}
