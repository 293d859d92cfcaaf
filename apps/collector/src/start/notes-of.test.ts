import type { ClosedGap } from '@fathom/capture';
import type { FeedEvent } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { endNote, feedNote, gapNote } from './notes-of.js';

const book = { channel: 'book', pair: 'BTC/USD', depth: 10 } as const;
const gap: ClosedGap = { channel: 'book', pair: 'BTC/USD', cause: 'mismatch', from: 1000, to: 1250 };

describe('what people are told', () => {
  it.each<[FeedEvent, string]>([
    [
      { type: 'feed-disconnected', time: 1, reason: 'reset', retryInMs: 1400, subscriptions: [book] },
      'connection lost: reset; next attempt in 2 s',
    ],
    [{ type: 'feed-refused', time: 1, subscription: book, reason: 'no' }, 'BTC/USD: Kraken refuses book: no'],
    [{ type: 'feed-silent', time: 1, subscription: book, reason: 'no answer' }, 'BTC/USD: book: no answer'],
    [{ type: 'feed-skipped', time: 1, reason: 'not a frame: "x"', frame: 'x' }, 'not understood: not a frame: "x"'],
    [{ type: 'exchange-status-changed', time: 1, status: 'maintenance' }, 'Kraken is maintenance'],
  ])('of a feed: $0.type', (event, text) => {
    expect(feedNote(event, 7)).toMatchObject({ time: 7, text });
  });

  it('of a feed is nothing when all is well', () => {
    expect(feedNote({ type: 'feed-connected', time: 1 }, 7)).toBeUndefined();
  });

  it('of gaps is when they begin and how long they lasted', () => {
    expect(gapNote(gap, 7)?.text).toBe('BTC/USD: book not trusted, something may be missing (mismatch)');
    expect(endNote(gap, 7)?.text).toBe('BTC/USD: verified again, 0.3 s missing (mismatch)');
    expect(gapNote({ ...gap, cause: 'start' }, 7)).toBeUndefined();
    expect(endNote({ ...gap, to: 1000 }, 7)).toBeUndefined();
  });
});
