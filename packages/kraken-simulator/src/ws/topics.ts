import type { Instrument, Interval } from '@fathom/contracts';
import type { Market, MarketStep } from '../market/market.js';
import { BookTopic } from './channels/book-topic.js';
import { instrumentText } from './channels/instrument-text.js';
import { ohlcText } from './channels/ohlc-text.js';
import { tickerText } from './channels/ticker-text.js';
import { SNAPSHOT_PRINTS, tradeText } from './channels/trade-text.js';
import { Topic, type TopicFrames } from './topic.js';

/** What is subscribed, each once. */
export type TopicSpec =
  | { readonly channel: 'book'; readonly instrument: Instrument; readonly depth: number }
  | { readonly channel: 'ticker'; readonly instrument: Instrument; readonly trigger: 'trades' | 'bbo' }
  | { readonly channel: 'trade'; readonly instrument: Instrument }
  | { readonly channel: 'ohlc'; readonly instrument: Instrument; readonly interval: Interval }
  | { readonly channel: 'instrument' };

/** Candles a snapshot holds. */
const SNAPSHOT_CANDLES = 50;

/** Every topic somebody listens to. Those nobody listens to cost nothing. */
export class Topics {
  readonly #market: Market;
  readonly #topics = new Map<string, Topic>();
  readonly #byPair = new Map<string, Set<Topic>>();

  constructor(market: Market) {
    this.#market = market;
  }

  open(spec: TopicSpec): Topic {
    const key = keyOf(spec);
    const known = this.#topics.get(key);
    if (known !== undefined) return known;
    const pair = spec.channel === 'instrument' ? undefined : spec.instrument.name;
    const topic = new Topic(spec.channel, pair, framesOf(spec, this.#market));
    this.#topics.set(key, topic);
    if (pair !== undefined) {
      const ofPair = this.#byPair.get(pair) ?? new Set();
      this.#byPair.set(pair, ofPair.add(topic));
    }
    return topic;
  }

  /** The topic, if somebody listens to it. */
  find(spec: TopicSpec): Topic | undefined {
    return this.#topics.get(keyOf(spec));
  }

  /** To be called when a subscriber has left. */
  leave(topic: Topic): void {
    if (topic.subscribers.size > 0) return;
    topic.frames.end?.();
    for (const [key, known] of this.#topics) if (known === topic) this.#topics.delete(key);
    if (topic.pair !== undefined) this.#byPair.get(topic.pair)?.delete(topic);
  }

  step(step: MarketStep): void {
    for (const topic of this.#byPair.get(step.pair) ?? []) topic.step(step);
  }

  /** Pairs' rules carry the market's status. */
  statusChanged(): void {
    this.#topics.get('instrument')?.publish(instrumentText('update', this.#market.instruments, this.#market.status));
  }
}

function keyOf(spec: TopicSpec): string {
  if (spec.channel === 'instrument') return spec.channel;
  const detail =
    spec.channel === 'book'
      ? spec.depth
      : spec.channel === 'ticker'
        ? spec.trigger
        : spec.channel === 'ohlc'
          ? spec.interval
          : '';
  return `${spec.channel} ${spec.instrument.name} ${detail}`;
}

function framesOf(spec: TopicSpec, market: Market): TopicFrames {
  if (spec.channel === 'instrument') return instrumentFrames(market);
  const { instrument } = spec;
  if (spec.channel === 'book') return new BookTopic(instrument.name, spec.depth, market.book(instrument.name));
  if (spec.channel === 'ticker') return tickerFrames(instrument, spec.trigger, market);
  if (spec.channel === 'ohlc') return ohlcFrames(instrument, spec.interval, market);
  return tradeFrames(instrument, market);
}

function instrumentFrames(market: Market): TopicFrames {
  return {
    snapshotText: () => instrumentText('snapshot', market.instruments, market.status),
    stepText: () => undefined,
  };
}

function tradeFrames(instrument: Instrument, market: Market): TopicFrames {
  return {
    snapshotText: () => tradeText('snapshot', market.trades(instrument.name, undefined, SNAPSHOT_PRINTS), instrument),
    stepText: (step) => (step.type === 'market-traded' ? tradeText('update', step.trades, instrument) : undefined),
  };
}

function tickerFrames(instrument: Instrument, trigger: 'trades' | 'bbo', market: Market): TopicFrames {
  const { bids, asks } = market.book(instrument.name);
  let best = [bids.at(0), asks.at(0)];
  return {
    snapshotText: () => tickerText('snapshot', market.ticker(instrument.name), instrument),
    stepText(step) {
      if (trigger === 'trades') {
        return step.type === 'market-traded'
          ? tickerText('update', market.ticker(instrument.name), instrument)
          : undefined;
      }
      const now = [bids.at(0), asks.at(0)];
      const isSame = now.every((level, side) => {
        return level?.price === best[side]?.price && level?.quantity === best[side]?.quantity;
      });
      best = now;
      return isSame ? undefined : tickerText('update', market.ticker(instrument.name), instrument);
    },
  };
}

function ohlcFrames(instrument: Instrument, interval: Interval, market: Market): TopicFrames {
  const frame = { instrument, interval };
  return {
    snapshotText: (time) =>
      ohlcText(market.ohlc(instrument.name, interval).slice(-SNAPSHOT_CANDLES), { ...frame, type: 'snapshot', time }),
    stepText(step) {
      const newest = step.type === 'market-traded' ? market.newestCandle(instrument.name, interval) : undefined;
      return newest && ohlcText([newest], { ...frame, type: 'update', time: step.time });
    },
  };
}
