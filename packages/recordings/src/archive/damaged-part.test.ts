import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, Decimal } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, replayed, sealedFolder } from '../../testing/test-recording.js';
import type { Part } from '../catalogue/part.js';
import { RecordingArchive } from '../recording-archive.js';
import { exportParquet, exportText } from './export-books.js';

const stream = realStream('btcusd_sample', 25);
const pair = 'XXBTZUSD';
const NOBODY_LISTENS = { book: () => {}, trades: () => {}, gap: () => {} };
const PROBLEM = 'it is not the file that was written';

describe('a part that is damaged', () => {
  let folder: string;
  let parts: readonly Part[];
  let path: string;
  let bytes: Buffer;
  beforeAll(async () => {
    ({ folder, parts } = await sealedFolder(newFolder(), stream, 12_000));
    path = join(folder, parts[1]?.path ?? '');
    bytes = readFileSync(path);
  });
  const flip = (at: number): void => {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(path, changed);
  };

  it('is refused by whoever reads it, whichever byte it is', async () => {
    const inPart = (parts[1]?.firstUs ?? 0) + 1;
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 40)) {
      flip(at);
      const archive = await RecordingArchive.open(folder);
      await expect(exportText(archive, { pair }, 'csv', () => {})).rejects.toThrow(`${path}: ${PROBLEM}`);
      await expect(archive.at(pair, inPart)).rejects.toThrow(PROBLEM);
      await archive.close();
    }
    const archive = await RecordingArchive.open(folder);
    await expect(exportParquet(archive, { pair }, `${path}.none`)).rejects.toThrow(DataError);
    await archive.close();
  });

  it('does not stand in the way of the others', async () => {
    flip(100);
    const { books } = await replayed(folder, { toUs: parts[0]?.lastUs ?? 0 });
    expect(books.length).toBeGreaterThan(100);
  });

  it('is not looked at again, unless it is asked for', async () => {
    writeFileSync(path, bytes);
    const [, part] = parts;
    if (part === undefined) throw new Error('no part');
    const archive = await RecordingArchive.open(folder);
    await archive.replay({ pair }, NOBODY_LISTENS);
    writeFileSync(path, Buffer.concat([bytes, bytes.subarray(-8)]));
    await expect(archive.replay({ pair }, NOBODY_LISTENS)).rejects.not.toThrow(PROBLEM);
    await expect(archive.shelf.checkBytes(part)).rejects.toThrow(PROBLEM);
    await expect(archive.replay({ pair }, NOBODY_LISTENS)).rejects.toThrow(PROBLEM);
    await archive.close();
    writeFileSync(path, bytes);
  });

  it('has as many messages as the catalogue says', async () => {
    const catalogue = new Sqlite(join(folder, 'catalogue.sqlite'));
    catalogue.prepare('UPDATE part SET messages = messages + 1 WHERE path = ?').run(parts[1]?.path);
    catalogue.close();
    const messages = parts[1]?.messages ?? 0;
    await expect(replayed(folder)).rejects.toThrow(
      `${path} has ${messages} messages of BTC/USD, ${messages + 1} were written`,
    );
  });
});

describe('a part of market trades that is damaged', () => {
  it('is refused', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const recorder = recording.writer.record(BITCOIN, new OrderBook(25));
    const [snapshot] = stream;
    if (snapshot === undefined) throw new Error('no stream');
    const { time, receivedAt } = snapshot;
    const trade = { time, price: 63388.7, quantity: Decimal.parse('0.001'), id: 1, side: 'buy' as const };
    recorder.trades(marketTraded(receivedAt, [trade]));
    recording.writer.rotate();
    const [sealed] = await recording.seal();
    await recording.close('done');
    const path = join(folder, sealed?.parts.find(({ kind }) => kind === 'trades')?.path ?? '');
    expect((await replayed(folder)).trades).toHaveLength(1);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(replayed(folder)).rejects.toThrow(`${path}: ${PROBLEM}`);
  });

  it('is not read for a book', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    for (const [index, message] of stream.slice(0, 100).entries()) {
      recorder.book(message, book.apply(message));
      if (index % 3 === 0) recorder.trades(marketTraded(message.receivedAt));
    }
    recording.writer.rotate();
    const [sealed] = await recording.seal();
    await recording.close('done');
    rmSync(join(folder, sealed?.parts.find(({ kind }) => kind === 'trades')?.path ?? ''));
    const archive = await RecordingArchive.open(folder);
    const us = Math.round((stream[80]?.receivedAt ?? 0) * 1000);
    const reference = new OrderBook(25);
    for (const message of stream) if (Math.round(message.receivedAt * 1000) <= us) reference.apply(message);
    const at = await archive.lastKnown(pair, us);
    expect(at?.book.bids.levels()).toEqual(reference.bids.levels());
    expect(at?.book.asks.levels()).toEqual(reference.asks.levels());
    await archive.close();
  });
});
