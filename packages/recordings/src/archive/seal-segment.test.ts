import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import { describe, expect, it } from 'vitest';
import { marketTraded } from '../../testing/market-traded.js';
import { RECEIVED_FROM_MS, realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder } from '../../testing/test-log.js';
import { openRecording, recorded, replayed, time } from '../../testing/test-recording.js';
import { FolderLayout } from '../folder-layout.js';
import { RecordEncoder } from '../record-encoder.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { frameHead, MAGIC } from '../segment/frames.js';
import { segmentName, segmentStart } from '../segment/segment-name.js';
import { UnsealedError } from '../unsealed-error.js';
import { verify } from './verification.js';

const stream = realStream('btcusd_sample', 25);
type Stream = typeof stream;

const AT = 705;
const one = (index: number) => stream[index] ?? stream[0] ?? fail();
function fail(): never {
  throw new Error('the recording is shorter than it was');
}
const reformatted = (decimals: number): Stream =>
  stream.map((message) => ({
    ...message,
    bids: message.bids.map(({ price, quantity }) => ({ price, quantity: Number(quantity).toFixed(decimals) })),
  }));

/** What a recorder would write that does not check: everything is called verified. */
async function unchecked(messages: Stream, depth = 25) {
  const folder = newFolder();
  const recording = await openRecording(folder);
  const recorder = recording.writer.record({ ...BITCOIN, depth }, new OrderBook(depth));
  for (const message of messages) recorder.book(message, 'verified');
  await recording.close('done');
  return folder;
}

describe('sealing', () => {
  it.each<[string, Stream, number]>([
    ['a frame is missing', stream.toSpliced(AT, 1), 25],
    ['a frame came twice, late', stream.toSpliced(AT + 20, 0, one(AT)), 25],
    ['two frames are in the wrong order', stream.with(AT, one(AT + 1)).with(AT + 1, one(AT)), 25],
    ['nothing was truncated', stream, 10_000],
    ['digits were lost', reformatted(7), 25],
    ['a level is stale', stream.with(AT, { ...one(AT), bids: [], asks: [] }), 25],
  ])('takes for suspect what follows in a segment in which %s, says so and keeps it', async (_, messages, depth) => {
    const folder = await unchecked(messages, depth);
    const [path = ''] = new FolderLayout(folder).segmentPaths();
    const bytes = readFileSync(path);
    const [sealed] = await sealFolder(folder, time);
    const problem = /^message (\d+) of BTC\/USD was recorded as verified, but its checksum is not the book's$/;
    expect(sealed?.doubts).toEqual([expect.stringMatching(problem)]);
    expect(readFileSync(`${path}.damaged`)).toEqual(bytes);
    const from = Number(problem.exec(sealed?.doubts[0] ?? '')?.[1]);
    expect(sealed?.parts).toMatchObject([{ verified: from - 1, suspect: messages.length - from + 1 }]);
    const archive = await RecordingArchive.open(folder);
    const us = (index: number): number => Math.round((messages[index]?.receivedAt ?? 0) * 1000);
    expect(await archive.catalogue.gaps()).toMatchObject([
      { channel: 'book', cause: 'mismatch', fromUs: us(Math.max(0, from - 2)), detail: sealed?.doubts[0] },
    ]);
    const { damaged, missing, setAside } = await verify(archive);
    expect([damaged, missing, setAside]).toEqual([[], [], [`${path}.damaged`]]);
    await archive.close();
  });

  it('of a book that was not what a segment says takes what follows its next snapshot for what it is', async () => {
    const messages = [...stream.slice(0, 10), ...stream.slice(11, 900), one(0), ...stream.slice(1, 10)];
    const folder = await unchecked(messages);
    const [sealed] = await sealFolder(folder, time);
    expect([sealed?.doubts.length, sealed?.parts[0]?.verified]).toEqual([1, expect.any(Number)]);
    const { suspect = 0, verified = 0 } = sealed?.parts[0] ?? {};
    expect(suspect + verified).toBe(messages.length);
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(messages);
  });

  it('is not kept from the others by a segment that cannot be sealed', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream, 6000);
    await recording.close('done');
    const paths = new FolderLayout(folder).segmentPaths();
    const [, path = '', ...others] = paths;
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([Buffer.from('fbook-99'), bytes.subarray(8)]));
    const error = await sealFolder(folder, time).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnsealedError);
    expect(error).toMatchObject({ message: expect.stringContaining(`${path} is a segment of another Fathom`) });
    expect(error).toMatchObject({ sealed: { length: others.length + 1 } });
    expect(new FolderLayout(folder).segmentPaths()).toEqual([path]);
    const archive = await RecordingArchive.open(folder);
    // It is there, and nothing is missing.
    expect(await archive.catalogue.gaps()).toEqual([]);
    const { damaged, missing } = await verify(archive);
    expect([damaged, missing]).toEqual([[{ path, problem: expect.stringContaining('another Fathom') }], []]);
    await archive.close();
    writeFileSync(path, bytes);
    expect(await sealFolder(folder, time)).toHaveLength(1);
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(stream);
  });

  it('leaves out a message of market trades without any, which an older recorder kept', async () => {
    const folder = newFolder();
    const encoder = new RecordEncoder();
    const pair = encoder.pair(BITCOIN, 0);
    const us = RECEIVED_FROM_MS * 1000;
    const trade = { time: RECEIVED_FROM_MS, price: 1, quantity: Decimal.ONE };
    encoder.trades(pair, us, true, []);
    encoder.trades(pair, us, false, [trade]);
    encoder.trades(pair, us, false, []);
    const body = encoder.out.bytes.subarray(0, encoder.out.size);
    const { segments } = new FolderLayout(folder);
    mkdirSync(segments, { recursive: true });
    writeFileSync(join(segments, segmentName(us)), Buffer.concat([MAGIC, frameHead(body), body]));
    await sealFolder(folder, time);
    expect((await replayed(folder)).trades.map(({ sequence, trades }) => [sequence, trades.length])).toEqual([[2, 1]]);
  });

  it('keeps what it has of a segment that was sealed already, was left when the sealer died, and is damaged since', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream);
    await recording.close('done');
    const [path = ''] = new FolderLayout(folder).segmentPaths();
    const bytes = readFileSync(path);
    await sealFolder(folder, time);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expect(await sealFolder(folder, time)).toMatchObject([{ path, parts: [] }]);
    expect([new FolderLayout(folder).segmentPaths(), readFileSync(`${path}.damaged`)]).toEqual([[], bytes]);
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(stream);
  });

  it('takes the same frame twice in a row: updates say what is, not by how much', async () => {
    const folder = await unchecked(stream.toSpliced(AT, 0, one(AT)));
    expect(await sealFolder(folder, time)).toMatchObject([{ messages: 2053 }]);
  });

  it('of a segment that is damaged in the middle keeps what is whole, and the file, and tells a gap', async () => {
    const folder = newFolder();
    const { recording } = await recorded(folder, stream);
    await recording.close('done');
    const [name = ''] = readdirSync(join(folder, 'segments'));
    const path = join(folder, 'segments', name);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const [sealed] = await sealFolder(folder, time);
    expect(sealed?.cut?.keptAs).toBe(`${path}.damaged`);
    expect(sealed?.messages).toBeGreaterThan(500);
    expect(sealed?.messages).toBeLessThan(1500);
    const { books } = await replayed(folder);
    expect(books.map(({ event }) => event)).toEqual(stream.slice(0, sealed?.messages));
    const archive = await RecordingArchive.open(folder);
    expect(await archive.catalogue.gaps()).toMatchObject([
      { cause: 'crash', detail: expect.stringContaining('damaged') },
    ]);
    expect(await archive.catalogue.segments()).toMatchObject([{ damage: expect.stringContaining('wrong checksum') }]);
    await archive.close();
  });

  it.each([{ isRecordedAgain: false }, { isRecordedAgain: true }])(
    'tells what is missing of one that was damaged, of books and of market trades, %j',
    async ({ isRecordedAgain }) => {
      const folder = newFolder();
      const { recording, recorder, book } = await recorded(folder, stream.slice(0, 100));
      const receivedAt = stream[99]?.receivedAt ?? 0;
      recorder.trades(marketTraded(receivedAt));
      recording.writer.flush();
      for (const message of stream.slice(100, 120)) recorder.book(message, book.apply(message));
      recording.writer.rotate();
      await recording.close('done');
      const { segments } = new FolderLayout(folder);
      const [name = '', next = ''] = readdirSync(segments);
      const path = join(segments, name);
      const bytes = readFileSync(path);
      bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
      writeFileSync(path, bytes);
      if (isRecordedAgain) {
        // Whoever begins again cuts it, long before it is sealed.
        const again = await openRecording(folder, { session: 'again' });
        await again.close('done');
      }
      await sealFolder(folder, time);
      const archive = await RecordingArchive.open(folder);
      // What was lost had been received by then; the clock of this test stands still.
      const [fromUs, toUs] = [receivedAt, stream[119]?.receivedAt ?? 0].map((ms) => Math.round(ms * 1000));
      expect(segmentStart(next)).toBeLessThan(fromUs ?? 0);
      const gap = {
        cause: 'crash',
        fromUs,
        toUs,
        detail: expect.stringContaining('damaged'),
      };
      expect(await archive.catalogue.gaps()).toMatchObject([
        { ...gap, channel: 'book' },
        { ...gap, channel: 'market-trades' },
      ]);
      expect((await archive.catalogue.segments())?.[0]?.damage).toContain('wrong checksum');
      await archive.close();
    },
  );

  it('begins a part for each UTC day, with the whole book, and one for each precision', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    const midnight = Math.ceil(RECEIVED_FROM_MS / 86_400_000) * 86_400_000;
    const shifted = stream.slice(0, 300).map((message, index) => ({ ...message, receivedAt: midnight - 150 + index }));
    for (const message of shifted) recorder.book(message, book.apply(message));
    const level = { price: '63388.75', quantity: '1.5' };
    const coarse = { ...one(0), receivedAt: midnight + 1000, bids: [level], asks: [], checksum: 0 };
    recorder.book(coarse, book.apply(coarse));
    await recording.close('done');
    const [sealed] = await sealFolder(folder, time);
    expect(
      sealed?.parts.map(({ day, messages, rows, priceDecimals }) => [day, messages, rows > messages, priceDecimals]),
    ).toEqual([
      ['2026-08-01', 150, true, 1],
      ['2026-08-02', 150, true, 1],
      ['2026-08-02', 1, false, 2],
    ]);
    const { books } = await replayed(folder, { fromUs: midnight * 1000 });
    expect(books[0]?.kind).toBe('checkpoint');
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual([...shifted, coarse]);
    const archive = await RecordingArchive.open(folder);
    expect((await archive.catalogue.precisions())?.map((row) => [row.priceDecimals, row.quantityDecimals])).toEqual([
      [1, 8],
      [2, 1],
    ]);
    await archive.close();
  });

  it('seals many pairs', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    for (let index = 0; index < 70; index += 1) {
      const book = new OrderBook(25);
      const pair = { ...BITCOIN, id: `P${index}`, name: `P${index}/USD` };
      const recorder = recording.writer.record(pair, book);
      for (const message of stream.slice(0, 20)) recorder.book(message, book.apply(message));
    }
    await recording.close('done');
    const [sealed] = await sealFolder(folder, time);
    expect(sealed?.parts.map(({ verified }) => verified)).toEqual(Array.from({ length: 70 }, () => 20));
  });
});
