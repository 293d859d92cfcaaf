import { type BookLevel, DataError, Decimal, type MarketTrade, unitsText } from '@fathom/contracts';
import { BookRecord } from './book-record.js';
import { ByteReader } from './byte-reader.js';
import { parseNote } from './note-text.js';
import {
  AS_TEXT,
  BOOK_KINDS,
  HAS_CHECKSUM,
  IS_SNAPSHOT,
  KIND,
  MANY_LEVELS,
  SAME_PAIR,
  STATE_SHIFT,
  STATES,
  TEXT_NUMBER,
} from './record-format.js';
import type { RecordSink } from './record-sink.js';
import type { RecordedLevels } from './recorded-levels.js';
import type { RecordedPair } from './recorded-pair.js';
import { LARGEST_UNITS } from './units.js';

interface DecodedPair {
  pair: RecordedPair;
  sequence: number;
  latencyUs: number;
  bid: number;
  ask: number;
  /** What comes first, after a mark, is the book that is known already. */
  isKnown: boolean;
}

/** Reads what a `RecordEncoder` wrote. */
export class RecordDecoder {
  private readonly sink: RecordSink;
  private readonly reader = new ByteReader();
  private readonly record = new BookRecord();
  private pairs: DecodedPair[] = [];
  /** Those before the last mark. */
  private before: readonly DecodedPair[] = [];
  private last: DecodedPair | undefined;
  private receivedUs = 0;
  private time = 0;
  private isTelling = false;

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  /** Whether what was just thrown came from the sink: the bytes are not to blame for it. */
  get isSinksFailure(): boolean {
    return this.isTelling;
  }

  /** As `RecordEncoder.restart`. */
  restart(): void {
    this.before = [];
    this.pairs = [];
    this.last = undefined;
    this.receivedUs = 0;
  }

  /** The latest receive time read since the start, microseconds since 1970 UTC; 0 before any. */
  get latestUs(): number {
    return this.time;
  }

  /**
   * Reads whole records.
   * @throws {DataError} for bytes that no encoder wrote; all before was told.
   */
  read(bytes: Uint8Array, start = 0, end = bytes.length): void {
    const reader = this.reader.over(bytes, start, end);
    while (!reader.isAtEnd) {
      this.isTelling = false;
      const head = reader.byte();
      switch (head & 7) {
        case KIND.update:
        case KIND.snapshot:
        case KIND.checkpoint:
          this.book(head);
          break;
        case KIND.trades:
          this.trades((head & IS_SNAPSHOT) !== 0);
          break;
        case KIND.note:
          this.note(reader.text());
          break;
        case KIND.skip:
          this.pairAt(reader.varint()).sequence += reader.varint();
          break;
        case KIND.restart: {
          const before = this.pairs;
          this.restart();
          this.before = before;
          break;
        }
        default:
          throw new DataError(`a stored record is of the unknown kind ${head & 7}`);
      }
    }
  }

  private book(head: number): void {
    const { reader, record } = this;
    const pair = (head & SAME_PAIR) === 0 ? this.pairAt(reader.varint()) : this.last;
    if (pair === undefined) throw new DataError('a stored book is of no pair');
    this.last = pair;
    const kind = BOOK_KINDS[head & 7] ?? 'update';
    record.pair = pair.pair;
    record.kind = kind;
    record.state = STATES[(head >> STATE_SHIFT) & 3] ?? 'unverifiable';
    record.receivedUs = this.received();
    pair.latencyUs += reader.signed();
    record.exchangeUs = record.receivedUs - pair.latencyUs;
    if (kind !== 'checkpoint') pair.sequence += 1;
    record.sequence = pair.sequence;
    record.bids.clear();
    record.asks.clear();
    if ((head & AS_TEXT) === 0) {
      let bids = reader.byte();
      let asks = bids & 15;
      if (bids === MANY_LEVELS) {
        bids = reader.varint();
        asks = reader.varint();
      } else bids >>= 4;
      pair.bid = this.levels(record.bids, bids, pair.bid);
      pair.ask = this.levels(record.asks, asks, pair.ask);
    } else {
      record.bids.texts = this.texts();
      record.asks.texts = this.texts();
    }
    record.checksum = (head & HAS_CHECKSUM) === 0 ? undefined : reader.uint32();
    if (!(pair.isKnown && kind === 'checkpoint')) this.told.book(record);
    pair.isKnown = false;
  }

  private trades(isSnapshot: boolean): void {
    const { reader } = this;
    const pair = this.pairAt(reader.varint());
    const receivedUs = this.received();
    const count = this.countOf(reader.varint());
    const trades: MarketTrade[] = [];
    let us = receivedUs;
    let id = 0;
    for (let number = 0; number < count; number += 1) {
      const flags = reader.byte();
      us += reader.signed();
      if ((flags & 4) !== 0) id += reader.signed();
      trades.push({
        time: us / 1000,
        price: Number(this.number()),
        quantity: Decimal.parse(this.number()),
        ...((flags & 4) === 0 ? {} : { id }),
        ...((flags & 3) === 0 ? {} : { side: (flags & 3) === 1 ? 'buy' : 'sell' }),
      });
    }
    pair.sequence += 1;
    this.told.trades({ pair: pair.pair, sequence: pair.sequence, receivedUs, isSnapshot, trades });
  }

  private note(text: string): void {
    const note = parseNote(text);
    switch (note.type) {
      case 'pair': {
        const { pair: index, sequence, name, id, depth, priceDecimals, quantityDecimals } = note;
        if (index > this.pairs.length) throw new DataError(`a stored pair has the number ${index}`);
        const pair = { name, id, depth, priceDecimals, quantityDecimals };
        const before = this.before.find((one) => one.pair.id === id);
        // A snapshot of another precision may be the first message after a mark: then the same pair comes once more.
        const isKnown = before?.sequence === sequence && isSame(before.pair, pair);
        this.pairs[index] = { pair: isKnown ? before.pair : pair, sequence, latencyUs: 0, bid: 0, ask: 0, isKnown };
        if (!isKnown) this.told.pair(pair, sequence);
        return;
      }
      case 'gap': {
        const { channel, cause, fromUs, toUs, detail } = note;
        const { pair } = this.pairAt(note.pair);
        this.told.gap(pair, { channel, cause, fromUs, toUs, detail });
        return;
      }
      case 'frame':
        this.told.frame({ receivedUs: note.us, reason: note.reason, text: note.text });
        return;
      case 'started':
      case 'stopped':
        this.time = Math.max(this.time, note.us);
        this.told.session(note);
    }
  }

  /** Whom a record is told that was read whole. */
  private get told(): RecordSink {
    this.isTelling = true;
    return this.sink;
  }

  private pairAt(index: number): DecodedPair {
    const pair = this.pairs[index];
    if (pair === undefined) throw new DataError(`a stored record is of pair ${index}, which is not defined`);
    return pair;
  }

  private received(): number {
    this.receivedUs += this.reader.signed();
    if (this.receivedUs > this.time) this.time = this.receivedUs;
    return this.receivedUs;
  }

  private levels(levels: RecordedLevels, count: number, before: number): number {
    const { reader } = this;
    this.countOf(count);
    let price = before;
    for (let row = 0; row < count; row += 1) {
      price += reader.signed();
      const quantity = reader.varint();
      if (!(price >= 0 && price < LARGEST_UNITS)) throw new DataError(`a stored price is ${price} ticks`);
      levels.add(price, quantity);
    }
    return price;
  }

  private texts(): BookLevel[] {
    return Array.from({ length: this.countOf(this.reader.varint()) }, () => ({
      price: this.reader.text(),
      quantity: this.reader.text(),
    }));
  }

  private number(): string {
    const decimals = this.reader.byte();
    if (decimals === TEXT_NUMBER) return this.reader.text();
    if (decimals > 40) throw new DataError(`a stored number has ${decimals} decimals`);
    return unitsText(this.reader.varint(), decimals);
  }

  /** Each takes two bytes at least, so a false count ends here and not in memory. */
  private countOf(count: number): number {
    if (count * 2 > this.reader.left) throw new DataError(`a stored record is to hold ${count} levels or trades`);
    return count;
  }
}

function isSame(a: RecordedPair, b: RecordedPair): boolean {
  return a.depth === b.depth && a.priceDecimals === b.priceDecimals && a.quantityDecimals === b.quantityDecimals;
}
