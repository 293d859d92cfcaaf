import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderBook } from '@fathom/order-book';
import { describe, expect, it } from 'vitest';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, sealedFolder } from '../../testing/test-recording.js';
import { RecordingArchive } from '../recording-archive.js';
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

  it('finds every changed byte, a part that is gone, and a segment that is damaged', async () => {
    const folder = newFolder();
    const { parts } = await sealedFolder(folder, stream, 12_000);
    const part = join(folder, parts[0]?.path ?? '');
    const bytes = readFileSync(part);
    for (const at of [0, 100, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(part, changed);
      const { damaged, days } = await verified(folder);
      expect(damaged).toMatchObject([
        { path: part, problem: expect.stringContaining('not the file that was written') },
      ]);
      expect(days[0]?.messages).toBe(2052 - (parts[0]?.messages ?? 0));
    }
    rmSync(part);
    expect((await verified(folder)).damaged).toMatchObject([
      { path: part, problem: expect.stringContaining('ENOENT') },
    ]);
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
