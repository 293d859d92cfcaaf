import { OrderBook } from '@fathom/order-book';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it, vi } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, replayed, time } from '../../testing/test-recording.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { compact } from './compact.js';

const stream = realStream('btcusd_sample', 25);
const pair = 'XXBTZUSD';

/** What an archive tells while something is done when its parts have just been listed, or at its second pause. */
async function toldWhile(archive: RecordingArchive, when: 'listed' | 'paused', act: () => Promise<unknown>) {
  const { catalogue } = archive;
  const parts = catalogue.parts.bind(catalogue);
  vi.spyOn(catalogue, 'parts').mockImplementationOnce(async (range) => {
    const found = await parts(range);
    if (when === 'listed') await act();
    return found;
  });
  const [books, trades, gaps]: [number[], number[], string[]] = [[], [], []];
  let pauses = 0;
  await archive.replay(
    { pair },
    {
      book: ({ sequence }) => void books.push(sequence),
      trades: ({ sequence }) => void trades.push(sequence),
      gap: ({ cause, detail }) => void gaps.push(`${cause} ${detail}`),
      pause: async () => {
        pauses += 1;
        if (when === 'paused' && pauses === 2) await act();
      },
    },
  );
  await archive.close();
  return { books, trades, gaps };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** `n` messages with a market trade after each tenth, in segments that are small, and a gap after the first. */
async function mixed(folder: string) {
  const recording = await openRecording(folder, { segmentBytes: 3000 });
  const book = new OrderBook(25);
  const recorder = recording.writer.record(BITCOIN, book);
  for (const [index, message] of stream.slice(0, 400).entries()) {
    recorder.book(message, book.apply(message));
    const { receivedAt } = message;
    if (index === 0) {
      const us = receivedAt * 1000 + 1;
      recorder.gap({ channel: 'book', cause: 'silence', fromUs: us, toUs: us, detail: 'x' });
    }
    if (index % 10 !== 9) continue;
    recorder.trades(marketTraded(receivedAt));
    recording.writer.flush();
  }
  return recording;
}

describe('a walk through what is recorded', () => {
  it('misses nothing of a segment that is sealed when parts were listed, and tells nothing twice', async () => {
    const folder = newFolder();
    const recording = await mixed(folder);
    recording.writer.rotate();
    const { books, trades, gaps } = await toldWhile(await RecordingArchive.open(folder), 'listed', () =>
      recording.seal(),
    );
    expect([...books, ...trades].toSorted((a, b) => a - b)).toEqual(numbers(440));
    expect(gaps).toEqual(['silence x']);
    await recording.close('done');
  });

  it.each(['listed', 'paused'] as const)('misses nothing of parts that are made into one when %s', async (when) => {
    const folder = newFolder();
    const recording = await mixed(folder);
    await recording.close('done');
    await sealFolder(folder, time);
    const clock = { now: () => time.now() + 86_400_000 };
    const { books, trades, gaps } = await toldWhile(await RecordingArchive.open(folder), when, () =>
      compact({ folder, clock }),
    );
    expect([...books, ...trades].toSorted((a, b) => a - b)).toEqual(numbers(440));
    expect(gaps).toEqual(['silence x']);
  });

  it('tells a gap behind the last message too', async () => {
    for (const isSealed of [false, true]) {
      const folder = newFolder();
      const { recording, recorder } = await recorded(folder, stream.slice(0, 40));
      const us = (stream[39]?.receivedAt ?? 0) * 1000;
      recorder.gap({ channel: 'book', cause: 'disconnect', fromUs: us + 1, toUs: us + 9, detail: '' });
      await recording.close('done');
      if (isSealed) await sealFolder(folder, time);
      expect((await replayed(folder)).gaps).toMatchObject([{ cause: 'disconnect', toUs: us + 9 }]);
      expect((await replayed(folder, { toUs: us + 1 })).gaps).toEqual([]);
    }
  });

  it.each([{ isSealed: false }, { isSealed: true }])(
    'ends with the first message that is too late, also when the clock was set back, %j',
    async ({ isSealed }) => {
      const folder = newFolder();
      // The clock is ten seconds fast for ten messages.
      const start = stream[0]?.receivedAt ?? 0;
      const late = stream.slice(0, 100).map((message, index) => {
        const receivedAt = start + index + (index >= 40 && index < 50 ? 10_000 : 0);
        return { ...message, receivedAt };
      });
      const { recording } = await recorded(folder, late);
      await recording.close('done');
      if (isSealed) await sealFolder(folder, time);
      const toUs = Math.round((start + 1000) * 1000);
      const { books, gaps } = await replayed(folder, { toUs });
      expect([books.length, gaps]).toEqual([40, []]);
      const reference = new OrderBook(25);
      for (const message of late.slice(0, 40)) reference.apply(message);
      const archive = await RecordingArchive.open(folder, { clock: time });
      const at = await archive.lastKnown(pair, toUs - 1);
      expect(at?.book.bids.levels()).toEqual(reference.bids.levels());
      expect(at?.book.asks.levels()).toEqual(reference.asks.levels());
      await archive.close();
    },
  );

  it('tells the book of an instant before a gap that comes after it', async () => {
    const folder = newFolder();
    const { recording, recorder } = await recorded(folder, stream.slice(0, 40));
    const us = Math.round((stream[39]?.receivedAt ?? 0) * 1000);
    recorder.gap({ channel: 'book', cause: 'disconnect', fromUs: us + 20, toUs: us + 30, detail: '' });
    recorder.trades(marketTraded(us / 1000 + 0.04));
    await recording.close('done');
    await sealFolder(folder, time);
    const told: string[] = [];
    const archive = await RecordingArchive.open(folder);
    await archive.replay(
      { pair, fromUs: us + 10 },
      {
        book: ({ kind, receivedUs }) => void told.push(`${kind} ${receivedUs - us}`),
        trades: ({ receivedUs }) => void told.push(`trades ${receivedUs - us}`),
        gap: ({ cause }) => void told.push(cause),
      },
    );
    await archive.close();
    expect(told).toEqual(['checkpoint 10', 'disconnect', 'trades 40']);
  });

  it('finds what was recorded after a clock that was fast was set right', async () => {
    const folder = newFolder();
    const clock = new ManualTime(time.now());
    const book = new OrderBook(25);
    const day = 86_400_000;
    const start = clock.now();
    const run = async (session: string, from: number, nowMs: number, message?: (typeof stream)[number]) => {
      clock.jumpTo(nowMs);
      const recording = await openRecording(folder, { session, clock, scheduler: clock });
      const recorder = recording.writer.record(BITCOIN, book);
      if (message !== undefined) recorder.book({ ...message, receivedAt: from }, book.apply(message));
      await recording.close('done');
    };
    const [first] = stream;
    await run('right', start, start, first);
    await run('fast', start + 1000 * day, start + 1000 * day);
    // Its segment is named after the one before.
    await run('right again', start + day, start + day, first);
    const archive = await RecordingArchive.open(folder, { clock });
    expect(await archive.lastKnown(pair, (start + 2 * day) * 1000)).toMatchObject({ sequence: 2 });
    await archive.close();
    const { books } = await replayed(folder, { toUs: (start + 2 * day) * 1000 });
    expect(books.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });
});
