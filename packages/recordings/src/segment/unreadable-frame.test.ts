import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { realStream } from '../../testing/real-stream.js';
import { newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, replayed, time } from '../../testing/test-recording.js';
import { verify } from '../archive/verification.js';
import { FolderLayout } from '../folder-layout.js';
import { QUIET } from '../quiet-sink.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { frames } from './frame-reader.js';
import { frameHead } from './frames.js';
import { readSegment } from './read-segment.js';

const stream = realStream('btcusd_sample', 25);

/** Three segments or more, in the second of which stands a whole frame that nobody wrote, and where it stands. */
async function withUnreadableFrame() {
  const folder = newFolder();
  const { recording } = await recorded(folder, stream, 12_000);
  await recording.close('done');
  const paths = new FolderLayout(folder).segmentPaths();
  const path = paths[1] ?? '';
  const bytes = readFileSync(path);
  const heads = [...frames(path)].map(({ offset }) => offset);
  const offset = heads[heads.length >> 1] ?? 0;
  // Of no kind there is; its checksum is right.
  const body = Buffer.from([7, 7, 7]);
  writeFileSync(path, Buffer.concat([bytes.subarray(0, offset), frameHead(body), body, bytes.subarray(offset)]));
  return { folder, path, offset, before: paths[0] ?? '', damaged: readFileSync(path) };
}

const refuse = (): never => {
  throw new DataError('nobody wants it');
};

describe('a whole frame that cannot be understood', () => {
  it('is where its segment ends for who reads it, who is told why', async () => {
    const { path, offset, damaged } = await withUnreadableFrame();
    const damage = 'a frame of 3 bytes holds what nobody writes: a stored record is of the unknown kind 7';
    expect(readSegment(path, QUIET)).toEqual({ good: offset, size: damaged.length, damage, isTorn: false });
  });

  it('is not to blame for what a sink throws', async () => {
    const { before } = await withUnreadableFrame();
    expect(() => readSegment(before, { ...QUIET, book: refuse })).toThrow(`${before}: nobody wants it`);
  });

  it('is found by a proof, and hides no other file', async () => {
    const { folder, path, offset } = await withUnreadableFrame();
    const archive = await RecordingArchive.open(folder);
    const { damaged, days } = await verify(archive);
    await archive.close();
    expect(damaged).toEqual([
      { path, problem: expect.stringMatching(new RegExp(`nobody writes.*from byte ${offset} on`)) },
    ]);
    expect(days[0]?.messages).toBeGreaterThan(1000);
    await expect(replayed(folder)).rejects.toThrow(path);
    const toUs = Math.round((stream[300]?.receivedAt ?? 0) * 1000);
    expect((await replayed(folder, { toUs })).books).toHaveLength(300);
  });

  it('does not keep anybody from recording on, and becomes a gap that says where it stood', async () => {
    const { folder, path, offset, damaged } = await withUnreadableFrame();
    const again = await openRecording(folder, { session: 'again' });
    expect(again.cuts).toMatchObject([{ path, keptBytes: offset, keptAs: `${path}.damaged` }]);
    await again.close('done');
    expect(readFileSync(`${path}.damaged`)).toEqual(damaged);
    await sealFolder(folder, time);
    expect(readdirSync(join(folder, 'segments'))).toEqual([`${basename(path)}.damaged`]);
    const { gaps, books } = await replayed(folder);
    const detail = `${damaged.length - offset} bytes of ${basename(path)} from byte ${offset} on were damaged`;
    expect(gaps).toContainEqual(expect.objectContaining({ channel: 'book', cause: 'crash', detail }));
    expect(books.length).toBeGreaterThan(1000);
  });
});
