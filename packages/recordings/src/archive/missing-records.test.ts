import { appendFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { RECEIVED_FROM_MS, realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, sealedFolder, time } from '../../testing/test-recording.js';
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

  it('is told by its marks, wherever it stood', async () => {
    const { folder, paths } = await unsealed();
    const last = paths.at(-1) ?? '';
    appendFileSync(last.replace('.segment', '.marks'), Buffer.alloc(20));
    expect((await verified(folder)).damaged).toEqual([]);
    rmSync(last);
    expect((await verified(folder)).damaged).toEqual([{ path: last, problem: 'it is gone: only its marks are left' }]);
    expect((await verified(folder, { toUs: Number(basename(last, '.segment')) })).damaged).toEqual([]);
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
