import { type BookLevel, Decimal, type MarketTrade } from '@fathom/contracts';
import type { BookState } from '@fathom/order-book';
import { ByteWriter } from './byte-writer.js';
import type { Gap } from './gap.js';
import {
  AS_TEXT,
  HAS_CHECKSUM,
  IS_SNAPSHOT,
  KIND,
  MANY_LEVELS,
  type Note,
  SAME_PAIR,
  STATE_SHIFT,
  stateCode,
  TEXT_NUMBER,
} from './record-format.js';
import { microseconds, plausibleUs } from './microseconds.js';
import { parseNote } from './note-text.js';
import type { FrameRecord, SessionRecord } from './record-sink.js';
import type { RecordedLevels } from './recorded-levels.js';
import type { RecordedPair } from './recorded-pair.js';
import { decimalsOf, unitsOf } from './units.js';

/** Bytes a level takes at most, and the rest of a record. */
const LEVEL_SIZE = 16;
const HEAD_SIZE = 64;
const LARGEST_ID = 2 ** 51;

/** A pair in one stretch of records, and the values the next record is written relative to. */
export interface EncodedPair {
  readonly index: number;
  readonly pair: RecordedPair;
  latencyUs: number;
  bid: number;
  ask: number;
}

/** A book message to be written; levels are in its units or texts. */
export interface EncodedBook {
  readonly kind: 'update' | 'snapshot' | 'checkpoint';
  readonly exchangeUs: number;
  readonly receivedUs: number;
  readonly state: BookState;
  readonly checksum: number | undefined;
  readonly bids: RecordedLevels;
  readonly asks: RecordedLevels;
}

/**
 * Writes records one behind the other, each relative to those before, so that most numbers are short. Who reads begins
 * at the same place: `restart` begins a stretch that can be read alone.
 */
export class RecordEncoder {
  readonly out = new ByteWriter();
  private pairs = 0;
  private last: EncodedPair | undefined;
  private receivedUs = 0;

  /** Nothing written before is known from here on, pairs neither. */
  restart(): void {
    this.pairs = 0;
    this.last = undefined;
    this.receivedUs = 0;
  }

  /** `restart` in the middle: who reads on from before knows what follows already. */
  mark(): void {
    this.out.reserve(1);
    this.out.byte(KIND.restart);
    this.restart();
  }

  /** Defines a pair; `sequence` is that of its last record before. */
  pair(pair: RecordedPair, sequence: number): EncodedPair {
    const index = this.pairs;
    this.pairs += 1;
    this.note({ type: 'pair', pair: index, ...named(pair), sequence });
    return { index, pair, latencyUs: 0, bid: 0, ask: 0 };
  }

  /** The same pair with other decimals. */
  precision(of: EncodedPair, pair: RecordedPair, sequence: number): EncodedPair {
    this.note({ type: 'pair', pair: of.index, ...named(pair), sequence });
    if (this.last === of) this.last = undefined;
    return { index: of.index, pair, latencyUs: 0, bid: 0, ask: 0 };
  }

  book(pair: EncodedPair, message: EncodedBook): void {
    const { out } = this;
    const { bids, asks, checksum } = message;
    const isText = bids.texts !== undefined || asks.texts !== undefined;
    out.reserve(HEAD_SIZE + (bids.count + asks.count) * LEVEL_SIZE);
    out.byte(
      KIND[message.kind] |
        (stateCode(message.state) << STATE_SHIFT) |
        (this.last === pair ? SAME_PAIR : 0) |
        (isText ? AS_TEXT : 0) |
        (checksum === undefined ? 0 : HAS_CHECKSUM),
    );
    if (this.last !== pair) out.varint(pair.index);
    this.last = pair;
    this.received(message.receivedUs);
    const latencyUs = message.receivedUs - plausibleUs(message.exchangeUs, message.receivedUs);
    out.signed(latencyUs - pair.latencyUs);
    pair.latencyUs = latencyUs;
    if (isText) {
      this.texts(bids.levels(pair.pair.priceDecimals, pair.pair.quantityDecimals));
      this.texts(asks.levels(pair.pair.priceDecimals, pair.pair.quantityDecimals));
    } else {
      if (bids.count < 15 && asks.count < 15) {
        out.byte((bids.count << 4) | asks.count);
      } else {
        out.byte(MANY_LEVELS);
        out.varint(bids.count);
        out.varint(asks.count);
      }
      pair.bid = this.levels(bids, pair.bid);
      pair.ask = this.levels(asks, pair.ask);
    }
    if (checksum !== undefined) {
      out.reserve(4);
      out.uint32(checksum);
    }
  }

  trades(pair: EncodedPair, receivedUs: number, isSnapshot: boolean, trades: readonly MarketTrade[]): void {
    const { out } = this;
    out.reserve(HEAD_SIZE);
    out.byte(KIND.trades | (isSnapshot ? IS_SNAPSHOT : 0));
    out.varint(pair.index);
    this.received(receivedUs);
    out.varint(trades.length);
    let before = receivedUs;
    let id = 0;
    for (const trade of trades) {
      out.reserve(HEAD_SIZE);
      const us = plausibleUs(microseconds(trade.time), receivedUs);
      // A number no trade of an exchange has, and that could not be read again.
      const isKnown = trade.id !== undefined && Math.abs(trade.id) < LARGEST_ID;
      out.byte((trade.side === undefined ? 0 : trade.side === 'buy' ? 1 : 2) | (isKnown ? 4 : 0));
      out.signed(us - before);
      before = us;
      if (isKnown) {
        out.signed(trade.id - id);
        id = trade.id;
      }
      this.number(Decimal.fromNumber(trade.price).toString());
      this.number(trade.quantity.toString());
    }
  }

  gap(pair: EncodedPair, { channel, cause, fromUs, toUs, detail }: Gap): void {
    this.note({ type: 'gap', pair: pair.index, channel, cause, fromUs, toUs, detail });
  }

  frame({ receivedUs, reason, text }: FrameRecord): void {
    this.note({ type: 'frame', us: receivedUs, reason, text });
  }

  session({ type, us, session, detail }: SessionRecord): void {
    this.note({ type, us, session, detail });
  }

  /** The next `count` numbers of the pair's sequence are not here. */
  skip(pair: EncodedPair, count: number): void {
    this.out.reserve(HEAD_SIZE);
    this.out.byte(KIND.skip);
    this.out.varint(pair.index);
    this.out.varint(count);
  }

  private note(note: Note): void {
    const text = JSON.stringify(note);
    // What cannot be read again would make everything behind it unreadable.
    parseNote(text);
    this.out.reserve(1);
    this.out.byte(KIND.note);
    this.out.text(text);
  }

  private received(us: number): void {
    this.out.signed(us - this.receivedUs);
    this.receivedUs = us;
  }

  /** @returns the last price, which the next one of this side is written relative to. */
  private levels(levels: RecordedLevels, before: number): number {
    const { out } = this;
    const { count, units } = levels;
    let last = before;
    for (let at = 0; at < 2 * count; at += 2) {
      const price = units[at] ?? 0;
      out.signed(price - last);
      out.varint(units[at + 1] ?? 0);
      last = price;
    }
    return last;
  }

  private texts(levels: readonly BookLevel[]): void {
    this.out.reserve(8);
    this.out.varint(levels.length);
    for (const { price, quantity } of levels) {
      this.out.text(price);
      this.out.text(quantity);
    }
  }

  private number(text: string): void {
    const decimals = decimalsOf(text);
    const units = unitsOf(text, decimals);
    this.out.byte(units < 0 ? TEXT_NUMBER : decimals);
    if (units < 0) this.out.text(text);
    else this.out.varint(units);
    this.out.reserve(HEAD_SIZE);
  }
}

function named({ name, id, depth, priceDecimals, quantityDecimals }: RecordedPair): RecordedPair {
  return { name, id, depth, priceDecimals, quantityDecimals };
}
