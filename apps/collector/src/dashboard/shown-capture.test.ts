import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { Recording, RecordingArchive } from '@fathom/recordings';
import { ManualTime, recordedBookMessages } from '@fathom/testkit';
import { describe, expect, it, vi } from 'vitest';
import type { View } from '../start/view.js';
import { ShownCapture } from './shown-capture.js';

const START = Date.UTC(2026, 7, 2);
const PAIR = { name: 'BTC/USD', id: 'XXBTZUSD', depth: 25, priceDecimals: 1, quantityDecimals: 8 };

/**
 * A recording of one book that was received a second after `START`, and stopped after ten; again, of one that was received
 * after forty and stopped after sixty.
 */
async function stopped({ again = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'fathom-shown-'));
  const time = new ManualTime(START);
  const run = async (session: string, receivedAt: number, endMs: number): Promise<void> => {
    const recording = await Recording.open({ folder, session, program: 'a test', clock: time, scheduler: time });
    const book = new OrderBook(25);
    const [snapshot] = recordedBookMessages('btcusd_sample');
    if (snapshot === undefined) throw new Error('no stream');
    const recorder = recording.writer.record(PAIR, book);
    await time.advance(receivedAt - time.now());
    const message = { ...snapshot, depth: 25, time: receivedAt, receivedAt };
    recorder.book(message, book.apply(message));
    await time.advance(START + endMs - time.now());
    await recording.close('done');
  };
  await run('first', START + 1000, 10_000);
  if (again) await run('second', START + 40_000, 60_000);
  await time.advance(START + 60_000 - time.now());
  const view = () => ({ now: time.now() }) as View;
  return new ShownCapture({ folder, store: undefined, view, collector: () => undefined });
}

/** Each half second, milliseconds since `START`. */
const moments = (first: number, last: number): number[] =>
  Array.from({ length: (last - first) / 500 + 1 }, (_, index) => first + index * 500);

describe('what a page shows of a capture', () => {
  it('is no book of a time when nobody was recording', async () => {
    const shown = await stopped();
    expect(await shown.at('XXBTZUSD', START + 10_000)).toMatchObject({ state: 'verified', receivedAt: START + 1000 });
    expect(await shown.at('XXBTZUSD', START + 10_001)).toBeUndefined();
    expect(await shown.at('XXBTZUSD', START)).toBeUndefined();
  });
  it('draws no book of a time when nobody was recording', async () => {
    const shown = await stopped();
    // Moments of half a second, each with the book at its end.
    const heat = await shown.heat('XXBTZUSD', START, START + 60_000);
    const known = heat?.middles.map((middle, index) => (middle === null ? [] : [((index + 1) * 60_000) / 120])).flat();
    expect([known?.[0], known?.at(-1), known?.length]).toEqual([1500, 10_000, 18]);
    await shown.close();
  });

  it('draws nothing in a gap, though the book is known before and behind it', async () => {
    const shown = await stopped({ again: true });
    const heat = await shown.heat('XXBTZUSD', START, START + 60_000);
    const known = heat?.middles.map((middle, index) => (middle === null ? [] : [((index + 1) * 60_000) / 120])).flat();
    // What comes at the end of a moment is drawn in the next.
    expect(known).toEqual([...moments(1500, 10_000), ...moments(40_500, 60_000)]);
    await shown.close();
  });

  it('is read from one archive, which is opened again after a failure', async () => {
    const open = vi.spyOn(RecordingArchive, 'open');
    const shown = await stopped();
    await Promise.all([shown.at('XXBTZUSD', START + 5000), shown.gaps(10), shown.range('XXBTZUSD')]);
    expect(await shown.at('XXBTZUSD', START + 6000)).toBeDefined();
    expect(open).toHaveBeenCalledTimes(1);
    const archive = await open.mock.results[0]?.value;
    vi.spyOn(archive, 'at').mockRejectedValueOnce(new DataError('a disk was pulled out'));
    await expect(shown.at('XXBTZUSD', START + 5000)).rejects.toThrow('a disk was pulled out');
    expect(await shown.at('XXBTZUSD', START + 5000)).toBeDefined();
    expect(open).toHaveBeenCalledTimes(2);
    await shown.close();
    open.mockRestore();
  });
});
