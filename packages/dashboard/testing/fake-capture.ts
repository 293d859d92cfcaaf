import type { BookView, CaptureSource, CaptureStatus, LevelText } from '../src/index.js';

const NOW = Date.UTC(2026, 7, 2, 12);

const level = (price: number, at: number): LevelText => [price.toFixed(1), (0.5 + (at % 7)).toFixed(8)];

/** A capture that a test plays. */
export class FakeCapture implements CaptureSource {
  current: CaptureStatus;
  /** What was asked of the recording, in order. */
  readonly asked: string[] = [];

  /** @param text a pair's name and a note; may be hostile. */
  constructor(text = 'BTC/USD') {
    const pair = {
      id: 'XXBTZUSD',
      name: text,
      depth: 100,
      messages: 12_345,
      rate: 41.2,
      trades: 310,
      verified: 12_340,
      suspect: 5,
      unverifiable: 0,
      dropped: 0,
      resyncs: 1,
      gaps: 2,
      missingMs: 5_400,
      lastAt: NOW - 200,
      lagMs: 23,
    };
    this.current = {
      exchange: 'a local Kraken',
      folder: 'data/books',
      startedAt: NOW - 3_600_000,
      now: NOW,
      writtenBytes: 1_234_567,
      freeBytes: 50_000_000_000,
      loopLagMs: 3,
      notes: [{ time: NOW, level: 'warn', text: `${text}: a checksum was wrong` }],
      pairs: [pair, { ...pair, id: 'XETHZUSD', name: 'ETH/USD', openGap: 'silence' }],
    };
  }

  status = () => this.current;

  live = (pair: string): BookView | undefined => (pair === 'XXBTZUSD' ? book(NOW, 31_250) : undefined);

  at = async (pair: string, time: number): Promise<BookView | undefined> => {
    this.asked.push(`${pair} at ${time}`);
    return time < NOW - 3_600_000 ? undefined : book(time, 31_100);
  };

  range = async () => ({ from: NOW - 3_600_000, to: NOW });

  gaps = async () =>
    ['mismatch', 'disconnect'].map((cause, at) => ({
      pair: 'XXBTZUSD',
      channel: 'book',
      cause,
      from: NOW - 1_800_000 + at * 600_000,
      to: NOW - 1_790_000 + at * 600_000,
    }));

  heat = async (_pair: string, from: number, to: number) => {
    const times = Array.from({ length: 20 }, (_, at) => from + ((at + 1) * (to - from)) / 20);
    const prices = Array.from({ length: 16 }, (_, row) => 31_000 + row * 30);
    return {
      times,
      prices,
      step: 30,
      middles: times.map((_, at) => (at < 3 ? null : 31_200 + at)),
      quantities: times.map((_, at) => prices.map((_price, row) => (at < 3 ? 0 : (row * 7 + at) % 5))),
    };
  };
}

function book(receivedAt: number, middle: number): BookView {
  return {
    pair: 'XXBTZUSD',
    receivedAt,
    state: 'verified',
    bids: Array.from({ length: 30 }, (_, at) => level(middle - 0.1 - at, at)),
    asks: Array.from({ length: 30 }, (_, at) => level(middle + 0.1 + at, at)),
  };
}
