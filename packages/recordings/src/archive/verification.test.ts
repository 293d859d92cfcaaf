import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderBook } from '@fathom/order-book';
import { describe, expect, it, vi } from 'vitest';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, replayed, sealedFolder, time } from '../../testing/test-recording.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { compact } from './compact.js';
import { contents } from './contents.js';
import { verify } from './verification.js';

const stream = realStream('btcusd_sample', 25);

async function verified(folder: string, range = {}) {
  const archive = await RecordingArchive.open(folder);
  const progress: [number, number][] = [];
  const found = await verify(archive, { range, onProgress: (...step) => progress.push(step) });
  await archive.close();
  return { ...found, progress };
}

/** Has something done when the parts have just been listed for the first time. */
async function meanwhile({ catalogue }: RecordingArchive, act: () => Promise<unknown>): Promise<void> {
  const parts = catalogue.parts.bind(catalogue);
  vi.spyOn(catalogue, 'parts').mockImplementationOnce(async (range) => {
    const found = await parts(range);
    await act();
    return found;
  });
}

/** Verifies once for each byte of a file, with that byte changed. The file is as it was in the end. */
async function forEachChangedByte(
  folder: string,
  path: string,
  check: (found: Awaited<ReturnType<typeof verify>>) => void,
): Promise<void> {
  const archive = await RecordingArchive.open(folder);
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
    check(await verify(archive));
  }
  writeFileSync(path, bytes);
  await archive.close();
}

describe('verify', () => {
  it('proves parts and segments, and counts by pair and day', async () => {
    const folder = newFolder();
    const { recording, recorder } = await recorded(folder, stream, 12_000);
    const us = (stream.at(-1)?.receivedAt ?? 0) * 1000;
    recorder.gap({ channel: 'book', cause: 'mismatch', fromUs: us, toUs: us + 2_000_000, detail: '' });
    recording.writer.flush();
    await recording.seal();
    const { days, damaged, progress } = await verified(folder);
    expect(damaged).toEqual([]);
    expect(days).toEqual([
      {
        pair: 'XXBTZUSD',
        name: 'BTC/USD',
        day: '2026-08-02',
        messages: 2052,
        verified: 2052,
        suspect: 0,
        unverifiable: 0,
        trades: 0,
        suspectUs: 0,
        gaps: new Map([['mismatch', { count: 1, us: 2_000_000 }]]),
      },
    ]);
    const [done, total] = progress.at(-1) ?? [];
    expect([done, progress.length > 1]).toEqual([total, true]);
    await recording.close('done');
  });

  it('tells verified, suspect and unverifiable apart, and how long it was not verified', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    const [snapshot, first, ...rest] = stream;
    if (snapshot === undefined || first === undefined) throw new Error('no stream');
    recorder.book(first, book.apply(first));
    for (const message of [snapshot, ...rest.slice(700, 799)]) recorder.book(message, book.apply(message));
    recording.writer.rotate();
    await recording.seal();
    await recording.close('done');
    const { days } = await verified(folder);
    const state = book.state;
    expect(state).toBe('suspect');
    expect(days).toMatchObject([{ messages: 101, unverifiable: 1 }]);
    expect((days[0]?.verified ?? 0) + (days[0]?.suspect ?? 0)).toBe(100);
    expect(days[0]?.suspect).toBeGreaterThan(0);
    expect(days[0]?.suspectUs).toBeGreaterThan(0);
  });

  it('finds every changed byte of a part', async () => {
    const { folder, parts } = await sealedFolder(newFolder(), stream.slice(0, 40), 12_000);
    const part = join(folder, parts[0]?.path ?? '');
    await forEachChangedByte(folder, part, ({ damaged, days }) => {
      expect(damaged).toEqual([{ path: part, problem: expect.stringContaining('not the file that was written') }]);
      expect(days.reduce((sum, { messages }) => sum + messages, 0)).toBe(0);
    });
  });

  it('finds every changed byte of a segment nobody is writing, and one that is cut off', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream.slice(0, 40));
    await recording.close('done');
    const [segment = ''] = readdirSync(join(folder, 'segments')).filter((name) => name.endsWith('.segment'));
    const path = join(folder, 'segments', segment);
    const bytes = readFileSync(path);
    await forEachChangedByte(folder, path, ({ damaged, days }) => {
      expect(damaged).toHaveLength(1);
      expect(days).toEqual([]);
    });
    writeFileSync(path, bytes.subarray(0, -3));
    const { damaged } = await verified(folder);
    expect(damaged).toEqual([{ path, problem: expect.stringMatching(/cut off: its last \d+ bytes are not to be/) }]);
    await expect(replayed(folder)).rejects.toThrow(path);
    await expect(
      replayed(folder, { toUs: stream[30] === undefined ? 0 : stream[30].receivedAt * 1000 }),
    ).resolves.toBeDefined();
  });

  it('takes the half frame of a collector that is at work for none, and a changed byte for damage', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream.slice(0, 40));
    const path = join(folder, 'segments', readdirSync(join(folder, 'segments')).at(-1) ?? '');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, -3));
    expect((await verified(folder)).damaged).toEqual([]);
    expect((await replayed(folder)).books.length).toBeGreaterThan(20);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect((await verified(folder)).damaged).toMatchObject([{ path }]);
    await recording.close('done');
  });

  it('says what was set aside because it was damaged before it was sealed', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream.slice(0, 40));
    await recording.close('done');
    const path = join(folder, 'segments', readdirSync(join(folder, 'segments')).at(-1) ?? '');
    const bytes = readFileSync(path);
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await sealFolder(folder, time);
    const { damaged, setAside } = await verified(folder);
    expect([damaged, setAside]).toEqual([[], [`${path}.damaged`]]);
    const archive = await RecordingArchive.open(folder);
    expect((await contents(archive)).setAside).toEqual([`${path}.damaged`]);
    await archive.close();
  });

  it('finds a part that is gone', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 12_000);
    const part = join(folder, parts[0]?.path ?? '');
    rmSync(part);
    expect((await verified(folder)).damaged).toMatchObject([
      {
        path: part,
        problem: expect.stringMatching(
          /^it is gone, and with it \d+ messages of the book of BTC\/USD from 2026-08-02 00:00:00 to [-\d: ]{19} UTC$/,
        ),
      },
    ]);
  });

  it('counts once what is in the archive and in a segment that has not been removed yet', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream, 12_000);
    await recording.close('done');
    const segments = join(folder, 'segments');
    const kept = newFolder();
    cpSync(segments, kept, { recursive: true });
    await sealFolder(folder, time);
    cpSync(kept, segments, { recursive: true });
    const { days, damaged } = await verified(folder);
    expect([days[0]?.messages, damaged]).toEqual([2052, []]);
    expect((await replayed(folder)).books).toHaveLength(2052);
  });

  it('counts once what is sealed while it is read', async () => {
    const folder = newFolder();
    const { recording, recorder } = await recorded(folder, stream, 12_000);
    recorder.gap({ channel: 'book', cause: 'mismatch', fromUs: 1, toUs: 2, detail: '' });
    recording.writer.rotate();
    const archive = await RecordingArchive.open(folder);
    expect(archive.layout.segmentPaths().length).toBeGreaterThan(3);
    await meanwhile(archive, () => recording.seal());
    const { days, damaged } = await verify(archive);
    expect(damaged).toEqual([]);
    expect(days.map(({ messages, verified: proved }) => [messages, proved])).toEqual([
      [0, 0],
      [2052, 2052],
    ]);
    expect(days[0]?.gaps.get('mismatch')).toEqual({ count: 1, us: 1 });
    await archive.close();
    await recording.close('done');
  });

  it('counts once what is made into one part while it is read', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 12_000);
    expect(parts.length).toBeGreaterThan(3);
    const archive = await RecordingArchive.open(folder);
    await meanwhile(archive, () => compact({ folder, clock: { now: () => time.now() + 86_400_000 } }));
    const { days, damaged } = await verify(archive);
    expect(damaged).toEqual([]);
    expect(days.map(({ messages }) => messages)).toEqual([2052]);
    await archive.close();
  });

  it('only looks at what is of the range', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 12_000);
    const [first] = parts;
    const { days } = await verified(folder, { toUs: first?.firstUs === undefined ? 0 : first.firstUs + 1 });
    expect(days[0]?.messages).toBe(first?.messages);
    expect((await verified(folder, { pair: 'XETHZUSD' })).days).toEqual([]);
  });
});

describe('contents', () => {
  it('says what is there without reading it', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 12_000);
    const archive = await RecordingArchive.open(folder);
    const { pairs, segments } = await contents(archive);
    await archive.close();
    expect(pairs).toMatchObject([
      { pair: 'XXBTZUSD', name: 'BTC/USD', depth: 25, days: 1, parts: parts.length, messages: 2052, verified: 2052 },
    ]);
    expect(pairs[0]?.bytes).toBe(parts.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(segments.count).toBe(1);
  });
});
