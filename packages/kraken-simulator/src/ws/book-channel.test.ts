import type { BookLevel } from '@fathom/contracts';
import { type BookState, OrderBook } from '@fathom/order-book';
import { recordedBook } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD } from '../../testing/instruments.js';
import { Replay } from '../../testing/replay.js';
import { candleSource, recordingSource } from '../market/sources.js';

const START = Date.UTC(2026, 0, 5);
/** Shortly before the first frame of a capture. */
const BEGUN = { btcusd_sample: Date.UTC(2026, 7, 2, 3, 35, 50), btcusd_l2: Date.UTC(2026, 7, 1, 2, 53, 53) };

function recorded(name: 'btcusd_sample' | 'btcusd_l2') {
  return recordedBook(name).map(({ at, bytes }) => ({ time: Number(at) / 1e6, text: bytes.toString() }));
}

function bookFrames(texts: readonly string[]): string[] {
  return texts.filter((text) => text.startsWith('{"channel":"book"'));
}

/** A client’s book, which checks every message; reads digits without the writer’s help. */
function states(texts: readonly string[], depth: number, book = new OrderBook(depth)): BookState[] {
  return texts.map((text) =>
    book.apply({
      type: text.includes('"type":"snapshot"') ? 'book-snapshot' : 'book-update',
      bids: levelsOf(sideText(text, 'bids')),
      asks: levelsOf(sideText(text, 'asks')),
      checksum: Number(/"checksum":(\d+)/.exec(text)?.[1]),
    }),
  );
}

/** What a client at `depth` hears of a recording from its first snapshot on. */
function replayed(name: 'btcusd_sample' | 'btcusd_l2', recordedDepth: number, depth: number): string[] {
  const frames = recorded(name);
  const replay = new Replay([recordingSource({ instrument: BTC_USD, depth: recordedDepth, frames })], BEGUN[name]);
  const socket = replay.connect();
  socket.subscribe({ channel: 'book', symbol: ['BTC/USD'], depth, snapshot: false });
  replay.advanceTo(Number.POSITIVE_INFINITY);
  return bookFrames(socket.takeText());
}

function moving(candleCount = 20): Replay {
  const candles = Array.from({ length: candleCount }, (_, n) => {
    const open = 60_000 + (n % 3) * 50;
    return {
      openTime: START + n * 60_000,
      open,
      high: open + 90,
      low: open - 60,
      close: open + 5,
      volume: 3,
      trades: 40,
    };
  });
  return new Replay([candleSource({ instrument: BTC_USD, interval: 1, candles, seed: 4, levels: 1500 })], START);
}

describe('the book channel', () => {
  it.each([
    ['btcusd_sample', 25, 2052],
    ['btcusd_l2', 10, 301],
  ] as const)('repeats %s at the recorded depth frame for frame, byte for byte', (name, depth, count) => {
    const texts = replayed(name, depth, depth);
    expect(texts).toHaveLength(count);
    expect(texts).toEqual(bookFrames(recorded(name).map(({ text }) => text)));
  });

  it('shows less of a deep recording, with levels that come back into the depth', () => {
    const texts = replayed('btcusd_sample', 25, 10);
    expect(states(texts, 10).filter((state) => state !== 'verified')).toEqual([]);
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.length).toBeLessThan(2052);
  });

  it.each([10, 25, 100, 500, 1000])(
    'is right at depth %i at every message, and the same as the market at the end',
    (depth) => {
      const replay = moving();
      replay.advanceTo(START + 30_000);
      const socket = replay.connect();
      socket.subscribe({ channel: 'book', symbol: ['BTC/USD'], depth });
      replay.advanceTo(Number.POSITIVE_INFINITY);
      const texts = bookFrames(socket.takeText());
      const book = new OrderBook(depth);
      expect(states(texts, depth, book).filter((state) => state !== 'verified')).toEqual([]);
      expect(texts.length).toBeGreaterThan(700);
      const { bids, asks } = replay.market.depth('BTC/USD', depth);
      expect([book.bids.levels(), book.asks.levels()].map(pairs)).toEqual([bids, asks].map(pairs));
    },
  );

  it('never tells more than what changed within the depth', () => {
    const replay = moving();
    replay.advanceTo(START + 30_000);
    const [deep, flat] = [replay.connect(), replay.connect()];
    deep.subscribe({ channel: 'book', symbol: ['BTC/USD'], depth: 1000 });
    flat.subscribe({ channel: 'book', symbol: ['BTC/USD'], depth: 10 });
    deep.take();
    flat.take();
    replay.advanceTo(START + 60_000);
    expect(mostLevels(flat.takeText())).toBeLessThanOrEqual(2 * 20);
    expect(mostLevels(deep.takeText())).toBeLessThan(200);
  });

  it.each([
    ['does not cut its book', (texts: readonly string[]) => states(texts, 1000)],
    [
      'reads prices at the wrong precision',
      (texts: readonly string[]) =>
        states(
          texts.map((text) => text.replace(/("price":[\d]+\.\d)/g, '$10')),
          25,
        ),
    ],
    [
      'drops digits',
      (texts: readonly string[]) =>
        states(
          texts.map((text) => text.replace(/(\.\d+?)0+(?=})/g, '$1')),
          25,
        ),
    ],
    ['misses one frame', (texts: readonly string[]) => states(texts.toSpliced(700, 1), 25)],
    ['takes two frames in the wrong order', (texts: readonly string[]) => states(swapped(texts), 25)],
  ])('is found wrong by a reader that %s', (_, read) => {
    expect(read(replayed('btcusd_sample', 25, 25))).toContain('suspect');
  });
});

function pairs(levels: readonly BookLevel[]): string[] {
  return levels.map(({ price, quantity }) => `${price} ${quantity}`);
}

function mostLevels(texts: readonly string[]): number {
  return Math.max(...bookFrames(texts).map((text) => levelsOf(text).length));
}

function swapped(texts: readonly string[]): string[] {
  // Two neighbours that set one of the best levels twice: there their order shows.
  const at = texts.findIndex((text, index) => {
    const before = texts[index - 1] ?? '';
    const isSeen = /"checksum":\d+/.exec(text)?.[0] !== /"checksum":\d+/.exec(before)?.[0];
    const others = new Map(levelsOf(before).map(({ price, quantity }) => [price, quantity]));
    return isSeen && levelsOf(text).some(({ price, quantity }) => (others.get(price) ?? quantity) !== quantity);
  });
  return texts.toSpliced(at - 1, 2, texts[at] ?? '', texts[at - 1] ?? '');
}

function sideText(text: string, side: string): string {
  return new RegExp(`"${side}":\\[(.*?)\\]`).exec(text)?.[1] ?? '';
}

function levelsOf(text: string): BookLevel[] {
  return [...text.matchAll(/"price":([\d.]+),"qty":([\d.]+)/g)].map(([, price = '', quantity = '']) => ({
    price,
    quantity,
  }));
}
