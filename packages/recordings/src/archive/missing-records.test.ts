import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { ManualTime } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { RECEIVED_FROM_MS, realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, replayed, sealedFolder, time } from '../../testing/test-recording.js';
import { FolderLayout } from '../folder-layout.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { compact } from './compact.js';
import { missingRecords } from './missing-records.js';
import { prune } from './prune.js';
import { verify } from './verification.js';

const stream = realStream('btcusd_sample', 25);
const usOf = (index: number): number => Math.round((stream[index]?.receivedAt ?? 0) * 1000);

async function verified(folder: string, range = {}) {
  const archive = await RecordingArchive.open(folder);
  const found = await verify(archive, { range });
  await archive.close();
  return found;
}

/** A stream in four segments or more that nobody has sealed. */
async function unsealed() {
  const layout = new FolderLayout(newFolder());
  const { recording } = await recorded(layout.folder, stream, 6000);
  await recording.close('done');
  return { layout, folder: layout.folder, paths: layout.segmentPaths() };
}

/** Numbers of the first and last record of each segment, from sealing a copy. */
async function numbersOf({ segments }: FolderLayout): Promise<{ first: number; last: number }[]> {
  const copy = new FolderLayout(newFolder());
  cpSync(segments, copy.segments, { recursive: true });
  let last = 0;
  return (await sealFolder(copy.folder, time)).map(({ messages }) => {
    const first = last + 1;
    last += messages;
    return { first, last };
  });
}

describe('a segment that somebody removed', () => {
  it.each([false, true])('is missed by its numbers, between those that are there; sealed: %j', async (isSealed) => {
    const { layout, folder, paths } = await unsealed();
    expect(paths.length).toBeGreaterThan(3);
    const { first = 0, last = 0 } = (await numbersOf(layout))[1] ?? {};
    rmSync(paths[1] ?? '');
    if (isSealed) await sealFolder(folder, time);
    const { missing, damaged, days } = await verified(folder);
    expect(missing).toEqual([
      {
        pair: 'XXBTZUSD',
        name: 'BTC/USD',
        channels: ['book'],
        first,
        last,
        fromUs: usOf(first - 2),
        toUs: usOf(last - 1),
      },
    ]);
    expect([damaged, days[0]?.messages]).toEqual([[], 2052 - (last - first + 1)]);
    expect((await verified(folder, { toUs: usOf(first - 2) })).missing).toEqual([]);
    expect((await verified(folder, { fromUs: usOf(last) + 1 })).missing).toEqual([]);
    expect(
      (await verified(folder, { pair: 'XXBTZUSD', fromUs: usOf(first + 5), toUs: usOf(first + 6) })).missing,
    ).toHaveLength(1);
    expect((await verified(folder, { pair: 'XETHZUSD' })).missing).toEqual([]);
  });

  it('leaves a gap when the next one is sealed, in which no book is known', async () => {
    const { layout, folder, paths } = await unsealed();
    const { first = 0, last = 0 } = (await numbersOf(layout))[1] ?? {};
    rmSync(paths[1] ?? '');
    await sealFolder(folder, time);
    const archive = await RecordingArchive.open(folder);
    const [fromUs, toUs] = [usOf(first - 2), usOf(last - 1)];
    const detail = `records ${first} to ${last} are not there: a segment is gone`;
    expect(await archive.catalogue.gaps()).toEqual([
      { pair: 'XXBTZUSD', channel: 'book', cause: 'crash', fromUs, toUs, detail },
    ]);
    expect(await archive.at('XXBTZUSD', fromUs)).toMatchObject({ sequence: first - 1 });
    expect(await archive.at('XXBTZUSD', fromUs + 1)).toBeUndefined();
    expect(await archive.at('XXBTZUSD', toUs - 1)).toBeUndefined();
    // From then on: the recorder has put it in as it was.
    expect(await archive.at('XXBTZUSD', toUs)).toMatchObject({ sequence: last });
    await archive.close();
  });

  it('is missed when it was the first', async () => {
    const { layout, folder, paths } = await unsealed();
    const { last = 0 } = (await numbersOf(layout))[0] ?? {};
    rmSync(paths[0] ?? '');
    const first = { first: 1, last, fromUs: undefined, toUs: usOf(last - 1) };
    expect((await verified(folder, { pair: 'XXBTZUSD' })).missing).toMatchObject([first]);
    await sealFolder(folder, time);
    expect((await verified(folder)).missing).toMatchObject([first]);
  });

  it('is missed still when days were made into one part each', async () => {
    const { folder, paths } = await unsealed();
    rmSync(paths[1] ?? '');
    await sealFolder(folder, time);
    const before = await verified(folder);
    await compact({ folder, clock: { now: () => RECEIVED_FROM_MS + 86_400_000 } });
    const after = await verified(folder);
    expect([after.missing, after.days, after.damaged]).toEqual([before.missing, before.days, []]);
    const archive = await RecordingArchive.open(folder);
    expect(await archive.catalogue.parts()).toHaveLength(2);
    await archive.close();
  });

  it('can have held both channels of a pair, and one record is enough', async () => {
    const layout = new FolderLayout(newFolder());
    const recording = await openRecording(layout.folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    for (const [index, message] of stream.slice(0, 5).entries()) {
      recorder.book(message, book.apply(message));
      if (index === 1 || index === 3) recording.writer.rotate();
      if (index !== 0) continue;
      recorder.trades(marketTraded(message.receivedAt));
      recording.writer.rotate();
    }
    await recording.close('done');
    // Records 1 and 2, 3, 4 and 5, 6.
    const paths = layout.segmentPaths();
    expect(paths).toHaveLength(4);
    rmSync(paths[1] ?? '');
    for (const isSealed of [false, true]) {
      if (isSealed) await sealFolder(layout.folder, time);
      const { missing } = await verified(layout.folder);
      expect(missing).toMatchObject([{ channels: ['book', 'market-trades'], first: 3, last: 3 }]);
    }
  });

  it('is missed after runs that died before anything came: they only say that nobody recorded', async () => {
    let folder = newFolder();
    const times = new ManualTime(RECEIVED_FROM_MS);
    const run = async (messages: typeof stream, isKilled: boolean) => {
      times.jumpTo(times.now() + 60_000);
      const recording = await openRecording(folder, { clock: times, segmentBytes: 6000 });
      const book = new OrderBook(25);
      const recorder = recording.writer.record(BITCOIN, book);
      for (const message of messages) {
        recorder.book({ ...message, receivedAt: times.now() }, book.apply(message));
        recording.writer.flush();
      }
      recording.writer.flush();
      const left = newFolder();
      cpSync(folder, left, { recursive: true });
      await recording.close('done');
      if (isKilled) folder = left;
      return times.now() * 1000;
    };
    const fromUs = await run(stream.slice(0, 10), true);
    await run([], true);
    const toUs = await run(stream.slice(0, 300), false);
    const archive = await RecordingArchive.open(folder);
    const whole = folder;
    folder = newFolder();
    cpSync(whole, folder, { recursive: true });
    await sealFolder(folder, times);
    const sealed = await RecordingArchive.open(folder);
    const gap = { pair: 'XXBTZUSD', channel: 'book', cause: 'crash', fromUs, toUs, detail: 'the recorder died' };
    expect(await sealed.catalogue.gaps()).toEqual([gap]);
    await sealed.close();
    // The first of the last run.
    const paths = new FolderLayout(whole).segmentPaths();
    rmSync(paths[2] ?? '');
    expect((await verified(whole)).missing).toMatchObject([{ first: 11 }]);
    await sealFolder(whole, times);
    expect((await verified(whole)).missing).toMatchObject([{ first: 11 }]);
    await archive.close();
  });

  it('is missed after a run that was killed in the middle of a frame', async () => {
    const { layout, folder, paths } = await unsealed();
    const { last = 0 } = (await numbersOf(layout))[0] ?? {};
    appendFileSync(paths[0] ?? '', Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5]));
    rmSync(paths[1] ?? '');
    await sealFolder(folder, time);
    expect((await verified(folder)).missing).toMatchObject([{ first: last + 1 }]);
  });

  it('is missed when it held one record, and the pair has been quiet since', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    for (const message of stream.slice(0, 2)) {
      recorder.book(message, book.apply(message));
      recording.writer.rotate();
    }
    await recording.close('done');
    rmSync(new FolderLayout(folder).segmentPaths()[1] ?? '');
    expect((await verified(folder)).missing).toMatchObject([{ first: 2, last: 2 }]);
    // Its number is not given once more.
    const again = await recorded(folder, stream.slice(0, 1));
    await again.recording.close('done');
    await sealFolder(folder, time);
    expect((await verified(folder)).missing).toMatchObject([{ first: 2, last: 2 }]);
    expect((await replayed(folder)).books.map(({ sequence }) => sequence)).toContain(3);
  });

  it('is told by its marks, wherever it stood', async () => {
    const { folder, paths } = await unsealed();
    const last = paths.at(-1) ?? '';
    appendFileSync(last.replace('.segment', '.marks'), Buffer.alloc(20));
    expect((await verified(folder)).damaged).toEqual([]);
    rmSync(last);
    expect((await verified(folder)).damaged).toEqual([{ path: last, problem: 'it is gone: only its marks are left' }]);
    expect((await verified(folder, { toUs: Number(basename(last, '.segment')) })).damaged).toEqual([]);
  });

  it('is not told by its marks when all that was recorded then is removed as too old', async () => {
    const { layout, folder, paths } = await unsealed();
    const path = paths[1] ?? '';
    appendFileSync(path.replace('.segment', '.marks'), Buffer.alloc(20));
    rmSync(path);
    const parts = (await sealFolder(folder, time)).flatMap((one) => one.parts);
    expect((await verified(folder)).damaged).toHaveLength(1);
    const size = parts.slice(1).reduce((sum, { bytes }) => sum + bytes, 0);
    expect((await prune({ folder, clock: time, maxBytes: size })).parts).toHaveLength(1);
    const { damaged, missing } = await verified(layout.folder);
    expect([damaged, missing]).toEqual([[], []]);
  });
});

describe('nothing is missed', () => {
  it('of what was removed as too old or too much', async () => {
    const { folder, parts } = await sealedFolder(newFolder(), stream, 6000);
    const maxBytes = parts.slice(-2).reduce((sum, { bytes }) => sum + bytes, 2000);
    expect((await prune({ folder, clock: time, maxBytes })).parts.length).toBeGreaterThan(0);
    const { missing, damaged } = await verified(folder);
    expect([missing, damaged]).toEqual([[], []]);
  });

  it('of what was removed as too old, when a clock had been set back', async () => {
    const back = stream.map((message, index) => ({
      ...message,
      receivedAt: message.receivedAt - (index > 1000 ? 3_600_000 : 0),
    }));
    const { folder, parts } = await sealedFolder(newFolder(), back, 6000);
    expect(parts.length).toBeGreaterThan(4);
    const cut = (parts[0]?.lastUs ?? 0) / 1000;
    // By their times alone, all after the clock was set would be gone, and all before still there.
    await prune({ folder, clock: { now: () => cut }, maxAgeMs: 1000 });
    await prune({ folder, clock: { now: () => cut + 1001 }, maxAgeMs: 1000 });
    const archive = await RecordingArchive.open(folder);
    expect((await archive.catalogue.parts()).map(({ path }) => path)).toEqual(parts.slice(1).map(({ path }) => path));
    await archive.close();
    expect((await verified(folder)).missing).toEqual([]);
  });

  it('of market trades that were removed while the book between them was kept', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    const [first, last] = [stream[0], stream[99]].map((message) => message?.receivedAt ?? 0);
    recorder.trades(marketTraded(first ?? 0));
    for (const message of stream.slice(0, 100)) recorder.book(message, book.apply(message));
    recorder.trades(marketTraded(last ?? 0));
    recording.writer.rotate();
    for (const message of stream.slice(100, 200)) recorder.book(message, book.apply(message));
    await recording.close('done');
    const parts = (await sealFolder(folder, time)).flatMap((one) => one.parts);
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
    await prune({ folder, clock: time, maxBytes: bytes - 1 });
    expect((await verified(folder)).missing).toEqual([]);
  });

  it('of a quiet pair that was all removed as too old: its count goes on', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    for (const { receivedAt } of stream.slice(0, 100)) recorder.trades(marketTraded(receivedAt));
    recording.writer.rotate();
    await recording.seal();
    await prune({ folder, clock: time, maxBytes: 0 });
    await recording.close('done');
    const again = await recorded(folder, stream.slice(0, 10));
    expect((await verified(folder)).missing).toEqual([]);
    await again.recording.close('done');
  });

  it('of a quiet pair whose records may have stood in what is damaged', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const pairs = [BITCOIN, { ...BITCOIN, id: 'QUIET', name: 'Q/USD' }].map((pair) => {
      const book = new OrderBook(25);
      return { book, recorder: recording.writer.record(pair, book) };
    });
    const [busy, quiet] = pairs;
    for (const [index, message] of stream.slice(0, 300).entries()) {
      busy?.recorder.book(message, busy.book.apply(message));
      if (index % 100 === 99) quiet?.recorder.book(message, quiet.book.apply(message));
      if (index % 100 === 0) recording.writer.flush();
      if (index % 100 === 99) recording.writer.rotate();
    }
    await recording.close('done');
    const path = new FolderLayout(folder).segmentPaths()[1] ?? '';
    const bytes = readFileSync(path);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    for (const isSealed of [false, true]) {
      if (isSealed) await sealFolder(folder, time);
      expect((await verified(folder)).missing).toEqual([]);
    }
    const archive = await RecordingArchive.open(folder);
    for (const pair of ['XXBTZUSD', 'QUIET']) expect(await archive.catalogue.gaps({ pair })).toHaveLength(1);
    await archive.close();
  });

  it('of what was removed to the last part, when recording goes on', async () => {
    const { folder } = await sealedFolder(newFolder(), stream.slice(0, 100), 6000);
    await prune({ folder, clock: time, maxBytes: 0 });
    const { recording } = await recorded(folder, stream.slice(0, 100), 6000);
    await recording.close('done');
    expect((await verified(folder)).missing).toEqual([]);
    await sealFolder(folder, time);
    expect((await verified(folder)).missing).toEqual([]);
  });

  it('twice: what is damaged is told as that, and written down when it is sealed', async () => {
    const { folder, paths } = await unsealed();
    const path = paths[1] ?? '';
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const before = await verified(folder);
    expect([before.missing, before.damaged]).toEqual([[], [expect.objectContaining({ path })]]);
    await sealFolder(folder, time);
    const { missing, damaged, setAside } = await verified(folder);
    expect([missing, damaged, setAside]).toEqual([[], [], [`${path}.damaged`]]);
  });
});

describe('a catalogue that somebody removed', () => {
  it.each([false, true])(
    'is missed by the parts beside it, and none begins in its place; emptied: %j',
    async (isEmpty) => {
      const { folder } = await sealedFolder(newFolder(), stream, 6000);
      const { catalogue, segments } = new FolderLayout(folder);
      rmSync(catalogue);
      if (isEmpty) writeFileSync(catalogue, '');
      else rmSync(segments, { recursive: true });
      const says = `${catalogue} is gone, but parts lie beside it`;
      await expect(RecordingArchive.open(folder)).rejects.toThrow(says);
      await expect(openRecording(folder)).rejects.toThrow(says);
      await expect(sealFolder(folder, time)).rejects.toThrow(says);
      await expect(compact({ folder, clock: time })).rejects.toThrow(says);
      await expect(prune({ folder, clock: time, maxBytes: 0 })).rejects.toThrow(DataError);
      // Nor does who fails keep others from trying.
      await expect(prune({ folder, clock: time, maxBytes: 0 })).rejects.toThrow(says);
    },
  );

  it('is not made by who has nothing to do', async () => {
    const folder = newFolder();
    const says = `there is no recording in ${folder}`;
    await expect(sealFolder(folder, time)).rejects.toThrow(says);
    await expect(compact({ folder, clock: time })).rejects.toThrow(says);
    await expect(prune({ folder, clock: time, maxBytes: 0 })).rejects.toThrow(says);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('maintenance that failed', () => {
  it('lets the next one try', async () => {
    const { folder } = await sealedFolder(newFolder(), stream.slice(0, 100), 6000);
    const { catalogue } = new FolderLayout(folder);
    const bytes = readFileSync(catalogue);
    writeFileSync(catalogue, 'this is no database'.repeat(100));
    await expect(prune({ folder, clock: time, maxBytes: 0 })).rejects.toThrow('no database');
    await expect(compact({ folder, clock: time })).rejects.toThrow('no database');
    writeFileSync(catalogue, bytes);
    expect((await prune({ folder, clock: time, maxBytes: 0 })).parts.length).toBeGreaterThan(0);
  });
});

describe('missing numbers', () => {
  it('are those of all that no stretch has', () => {
    const stretches = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: -1, max: 6 })));
    fc.assert(
      fc.property(stretches, (all) => {
        const held = new Set(all.flatMap(([first, more]) => Array.from({ length: more + 1 }, (_, at) => first + at)));
        const upTo = Math.max(0, ...all.map(([first, more]) => first + more));
        const found = missingRecords(
          all.map(([first, more]) => ({
            pair: 'P',
            name: 'P/USD',
            first,
            last: first + more,
            fromUs: first,
            toUs: first + more,
            channels: new Set(['book'] as const),
            segment: undefined,
          })),
        );
        const numbers = found.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, at) => first + at),
        );
        expect(numbers).toEqual(Array.from({ length: upTo }, (_, at) => at + 1).filter((one) => !held.has(one)));
      }),
    );
  });
});
