import { INTERVALS, type Instrument } from '@fathom/contracts';
import { BOOK_DEPTHS } from './channels/book-topic.js';
import { type Fields, Refused } from './fields.js';
import type { JsonObject } from './json.js';
import type { TopicSpec } from './topics.js';

/** A public subscription that was asked for, and what its acknowledgement repeats. */
export interface TopicAsked {
  readonly spec: TopicSpec;
  readonly result: JsonObject;
}

/** Kraken's deprecation notes, as recorded. */
const OHLC_WARNINGS = ['timestamp is deprecated, use interval_begin'];
const INSTRUMENT_WARNINGS = ['tick_size is deprecated, use price_increment'];

/** Whether a channel is public. */
export function isPublicChannel(channel: string): channel is TopicSpec['channel'] {
  return ['book', 'ticker', 'trade', 'ohlc', 'instrument'].includes(channel);
}

/**
 * What a subscribe or unsubscribe asks for, symbol by symbol: each is acknowledged or refused by itself.
 * @throws {Refused} when it cannot be told what it asks for.
 */
export function readTopics(
  channel: TopicSpec['channel'],
  params: Fields,
  find: (symbol: string) => Instrument | undefined,
): (TopicAsked | Refused)[] {
  const snapshot = params.flag('snapshot') ?? true;
  if (channel === 'instrument') {
    return [{ spec: { channel }, result: { channel, snapshot, warnings: INSTRUMENT_WARNINGS } }];
  }
  const symbols = params.texts('symbol');
  if (symbols === undefined || symbols.length === 0) throw new Refused('Symbol(s) not found');
  return symbols.map((symbol) => {
    const instrument = find(symbol);
    if (instrument === undefined) return new Refused(`Currency pair not supported ${symbol}`, symbol);
    return topicOf(channel, instrument, params, snapshot);
  });
}

function topicOf(
  channel: Exclude<TopicSpec['channel'], 'instrument'>,
  instrument: Instrument,
  params: Fields,
  snapshot: boolean,
): TopicAsked | Refused {
  const symbol = instrument.name;
  if (channel === 'trade') return { spec: { channel, instrument }, result: { channel, snapshot, symbol } };
  if (channel === 'book') {
    const depth = params.integer('depth') ?? 10;
    if (!BOOK_DEPTHS.includes(depth)) return new Refused('Subscription depth not supported', symbol);
    return { spec: { channel, instrument, depth }, result: { channel, depth, snapshot, symbol } };
  }
  if (channel === 'ticker') {
    const trigger = params.text('event_trigger') ?? 'trades';
    if (trigger !== 'trades' && trigger !== 'bbo') return new Refused('Event_trigger not supported', symbol);
    return { spec: { channel, instrument, trigger }, result: { channel, event_trigger: trigger, snapshot, symbol } };
  }
  const minutes = params.integer('interval') ?? 1;
  const interval = INTERVALS.find((known) => known === minutes);
  if (interval === undefined) return new Refused('Subscription ohlc interval not supported', symbol);
  const result = { channel, interval, snapshot, symbol, warnings: OHLC_WARNINGS };
  return { spec: { channel, instrument, interval }, result };
}
