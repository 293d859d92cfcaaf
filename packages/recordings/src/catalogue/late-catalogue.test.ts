import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { realStream } from '../../testing/real-stream.js';
import { newFolder } from '../../testing/test-log.js';
import { recorded, time } from '../../testing/test-recording.js';
import { contents } from '../archive/contents.js';
import { verify } from '../archive/verification.js';
import { FolderLayout } from '../folder-layout.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { openSqlite } from './sqlite.js';

const stream = realStream('btcusd_sample', 25);

/** A folder in which segments lie, and nothing else. */
async function unsealed(): Promise<FolderLayout> {
  const elsewhere = new FolderLayout(newFolder());
  const { recording } = await recorded(elsewhere.folder, stream);
  await recording.close('done');
  const layout = new FolderLayout(newFolder());
  cpSync(elsewhere.segments, layout.segments, { recursive: true });
  return layout;
}

describe('an archive that was opened before anything was sealed', () => {
  it('sees what is sealed later', async () => {
    const layout = await unsealed();
    const archive = await RecordingArchive.open(layout.folder, { clock: time });
    expect(existsSync(layout.catalogue)).toBe(false);
    expect((await contents(archive)).pairs).toEqual([]);
    expect(await archive.catalogue.checkpoint('XXBTZUSD', time.now() * 1000)).toBeUndefined();
    expect((await verify(archive)).days).toMatchObject([{ messages: 2052 }]);

    await sealFolder(layout.folder, time);
    expect(layout.segmentPaths()).toEqual([]);
    expect((await contents(archive)).pairs).toMatchObject([{ messages: 2052 }]);
    expect((await verify(archive)).days).toMatchObject([{ messages: 2052 }]);
    const us = Math.round((stream[1000]?.receivedAt ?? 0) * 1000);
    expect((await archive.at('XXBTZUSD', us))?.sequence).toBeGreaterThan(990);
    let books = 0;
    await archive.replay({ pair: 'XXBTZUSD' }, { book: () => void (books += 1), trades: () => {}, gap: () => {} });
    expect(books).toBe(2052);
    await archive.close();
  });

  it('takes a catalogue that is being made for none', async () => {
    const layout = await unsealed();
    const archive = await RecordingArchive.open(layout.folder, { clock: time });
    writeFileSync(layout.catalogue, '');
    expect((await contents(archive)).pairs).toEqual([]);
    const database = await openSqlite(layout.catalogue);
    await database.transaction([{ sql: 'CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL)', values: [] }]);
    await database.close();
    expect((await contents(archive)).pairs).toEqual([]);
    await sealFolder(layout.folder, time);
    expect((await contents(archive)).pairs).toMatchObject([{ messages: 2052 }]);
    await archive.close();
  });

  it('is told of one that is none when it is opened', async () => {
    const layout = await unsealed();
    writeFileSync(join(layout.folder, 'catalogue.sqlite'), 'this is no database'.repeat(100));
    await expect(RecordingArchive.open(layout.folder)).rejects.toThrow(DataError);
    await expect(RecordingArchive.open(layout.folder)).rejects.toThrow('catalogue.sqlite');
  });
});
