import type { BookRecord } from './book-record.js';
import { microseconds } from './microseconds.js';
import { stateCode } from './record-format.js';
import type { TradesRecord } from './record-sink.js';
import type { RecordedLevels } from './recorded-levels.js';

/** Odd, so that multiplying by it loses nothing. */
const FACTOR = 0x9e3779b1;
const HIGH = 2 ** 32;

/**
 * Mixes a whole number into a 32-bit state so that no two numbers lead from one state to the same one: whatever single
 * value of a row of values is changed, what comes out is another number.
 */
function mixed(state: number, value: number): number {
  const low = value | 0;
  let mix = Math.imul(state ^ low, FACTOR);
  mix ^= mix >>> 15;
  if (value === low) return mix;
  mix = Math.imul(mix ^ Math.floor(value / HIGH), FACTOR);
  return mix ^ (mix >>> 13);
}

/**
 * One number for a row of checksums. Those of verified messages are not stored: they are the book's own. Whoever has
 * replayed the book computes them again, and this says whether all of them were what the exchange had sent.
 */
export class ChecksumProof {
  private state = 0;
  /** Messages since the last proof. */
  count = 0;

  add(checksum: number): void {
    this.state = mixed(this.state, checksum | 0);
    this.count += 1;
  }

  /** The proof of what was added, unsigned; begins anew. */
  take(): number {
    const proof = this.state >>> 0;
    this.state = 0;
    this.count = 0;
    return proof;
  }
}

/** One number for all of a part's books: digits, times, states and order. What is read must have what was written. */
export class ContentDigest {
  private state = 0;

  add(record: BookRecord): void {
    let state = mixed(this.state, record.sequence);
    state = mixed(state, record.exchangeUs);
    state = mixed(state, record.receivedUs);
    state = mixed(state, stateCode(record.state) + (record.kind === 'update' ? 0 : record.kind === 'snapshot' ? 4 : 8));
    state = mixed(state, record.state === 'verified' ? 0 : (record.checksum ?? 0) | 0);
    state = levels(state, record.bids);
    this.state = levels(state, record.asks);
  }

  /** Unsigned. */
  get value(): number {
    return this.state >>> 0;
  }
}

/** One number for all of a part's market trades, as `ContentDigest` is for books. */
export class TradeDigest {
  private state = 0;

  add({ sequence, receivedUs, isSnapshot, trades }: TradesRecord): void {
    let state = mixed(mixed(this.state, sequence), receivedUs);
    state = mixed(mixed(state, isSnapshot ? 1 : 0), trades.length);
    for (const { time, price, quantity, id, side } of trades) {
      state = mixed(mixed(state, microseconds(time)), id ?? -1);
      state = mixed(state, side === undefined ? 0 : side === 'buy' ? 1 : 2);
      state = characters(state, `${price} ${quantity.toString()} `);
    }
    this.state = state;
  }

  /** Unsigned. */
  get value(): number {
    return this.state >>> 0;
  }
}

function characters(before: number, text: string): number {
  let state = before;
  for (const character of text) state = mixed(state, character.charCodeAt(0));
  return state;
}

function levels(before: number, { count, units, texts }: RecordedLevels): number {
  if (texts !== undefined) {
    let state = mixed(before, -1);
    for (const { price, quantity } of texts) state = characters(state, `${price} ${quantity} `);
    return state;
  }
  let state = mixed(before, count);
  for (let at = 0; at < 2 * count; at += 1) state = mixed(state, units[at] ?? 0);
  return state;
}
