import { type BookLevel, DataError, Decimal } from '@fathom/contracts';
import { Digits } from '../ws/digits.js';
import { isList, isObject, type Json, type JsonObject, readJson } from '../ws/json.js';
import { readTimestamp } from '../ws/timestamp.js';
import type { Print } from './print.js';
import type { SourceStep } from './source.js';

/** A frame as it came. */
export interface FrameAt {
  /** When it came, milliseconds since 1970 UTC; used for frames without a time of their own. */
  readonly time: number;
  readonly text: string;
}

/**
 * The steps of one pair in a recording of Kraken's WebSocket v2: its `book` and `trade` frames; all others are passed over.
 * Digits stay as they came. A step's time is the frame's own where it has one, never before that of the step before it.
 * A snapshot of trades is passed over: it repeats what was printed before.
 * @throws {DataError} for a book or trade frame that cannot be read.
 */
export function* recordedSteps(frames: Iterable<FrameAt>, pair: string): Generator<SourceStep> {
  let latest = Number.NEGATIVE_INFINITY;
  for (const frame of frames) {
    const message = readJson(frame.text);
    if (!isObject(message) || !isList(message['data'])) continue;
    const { channel, type } = message;
    const rows = message['data'].filter(isObject).filter(({ symbol }) => symbol === pair);
    if (channel === 'trade' && type === 'update' && rows.length > 0) {
      const trades = rows.map(readPrint);
      latest = Math.max(latest, trades.at(-1)?.time ?? frame.time);
      yield { type: 'market-traded', time: latest, trades };
    }
    if (channel !== 'book') continue;
    for (const row of rows) {
      latest = Math.max(latest, timeOf(row) ?? frame.time);
      const bids = readLevels(row['bids'], frame.text);
      const asks = readLevels(row['asks'], frame.text);
      yield { type: type === 'snapshot' ? 'book-snapshot' : 'book-update', time: latest, bids, asks };
    }
  }
}

function timeOf(row: JsonObject): number | undefined {
  return typeof row['timestamp'] === 'string' ? readTimestamp(row['timestamp']) : undefined;
}

function readLevels(side: Json | undefined, text: string): BookLevel[] {
  if (!isList(side)) throw new DataError(`a book frame without both sides: ${text.slice(0, 200)}`);
  return side.map((level) => {
    if (!isObject(level)) throw new DataError(`not a level in ${text.slice(0, 200)}`);
    return { price: digitsOf(level, 'price'), quantity: digitsOf(level, 'qty') };
  });
}

function readPrint(row: JsonObject): Print {
  const time = timeOf(row);
  if (time === undefined) throw new DataError('a print without its time');
  return {
    id: Number(digitsOf(row, 'trade_id')),
    time,
    price: Number(digitsOf(row, 'price')),
    quantity: Decimal.parse(digitsOf(row, 'qty')),
    side: row['side'] === 'sell' ? 'sell' : 'buy',
    orderType: row['ord_type'] === 'market' ? 'market' : 'limit',
  };
}

function digitsOf(row: JsonObject, name: string): string {
  const value = row[name];
  if (!(value instanceof Digits)) throw new DataError(`${name} is not a number`);
  return value.text;
}
