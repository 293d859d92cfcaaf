import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RECEIVED_FROM_MS, realStream } from '../../testing/real-stream.js';
import { newFolder } from '../../testing/test-log.js';
import { openRecording, replayed, sealedFolder } from '../../testing/test-recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { compact } from './compact.js';
import { prune } from './prune.js';
import { verify } from './verification.js';

const stream = realStream('btcusd_sample', 25);
const DAY_MS = 86_400_000;
const later = { now: () => RECEIVED_FROM_MS + DAY_MS };

async function partsOf(folder: string) {
  const archive = await RecordingArchive.open(folder);
  const parts = await archive.catalogue.parts();
  const { damaged } = await verify(archive);
  await archive.close();
  return { parts, damaged };
}

describe('compact', () => {
  it('makes one part of a day that is over, and every message is still there', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 6_000);
    expect(await compact({ folder, clock: { now: () => RECEIVED_FROM_MS } })).toMatchObject({ after: { parts: 0 } });
    const done = await compact({ folder, clock: later });
    expect(done).toMatchObject({ before: { parts: parts.length }, after: { parts: 1 }, left: [] });
    expect(done.after.bytes).toBeLessThan(done.before.bytes);
    const after = await partsOf(folder);
    expect([after.parts.length, after.parts[0]?.verified, after.damaged]).toEqual([1, 2052, []]);
    expect(readdirSync(dirname(join(folder, after.parts[0]?.path ?? '')))).toHaveLength(1);
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(stream);
    const from = Math.round((stream[1500]?.receivedAt ?? 0) * 1000);
    expect((await replayed(folder, { fromUs: from })).books.slice(1).map(({ event }) => event)).toEqual(
      stream.slice(1500),
    );
  });

  it('leaves a day with a damaged part as it is, and says so', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 6_000);
    const path = join(folder, parts[1]?.path ?? '');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 255;
    writeFileSync(path, bytes);
    const { left, after } = await compact({ folder, clock: later });
    expect([left.length, after.parts]).toEqual([1, 0]);
    expect((await partsOf(folder)).parts).toHaveLength(parts.length);
  });
});

describe('prune', () => {
  it('removes the oldest until the rest is small enough, and what nobody knows', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 6_000);
    const total = parts.reduce((sum, { bytes }) => sum + bytes, 0);
    const [first] = parts;
    const stray = join(folder, dirname(first?.path ?? ''), '.part-1.parquet.writing');
    writeFileSync(stray, 'half');
    const maxBytes = total - 1;
    const { parts: gone } = await prune({ folder, clock: later, maxBytes });
    expect(gone[0]?.path).toBe(first?.path);
    expect(gone.length).toBeLessThan(parts.length);
    const after = await partsOf(folder);
    expect(after.damaged).toEqual([]);
    expect(after.parts).toHaveLength(parts.length - gone.length);
    expect(readdirSync(dirname(stray))).toHaveLength(after.parts.length);
    const messages = gone.reduce((sum, part) => sum + part.messages, 0);
    const { books } = await replayed(folder);
    expect(books[0]).toMatchObject({ kind: 'checkpoint', sequence: messages });
    expect(books.slice(1).map(({ event }) => event)).toEqual(stream.slice(messages));
  });

  it('removes what is too old, and keeps counting on', async () => {
    const folder = newFolder();
    await sealedFolder(folder, stream, 6_000);
    expect((await prune({ folder, clock: later, maxAgeMs: 2 * DAY_MS })).parts).toHaveLength(0);
    expect((await prune({ folder, clock: later, maxAgeMs: DAY_MS / 2 })).parts.length).toBeGreaterThan(1);
    expect((await partsOf(folder)).parts).toEqual([]);
    const recording = await openRecording(folder, { session: 'again' });
    await recording.close('done');
  });
});
