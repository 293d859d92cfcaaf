import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrderBook } from '@fathom/order-book';
import { describe, expect, it } from 'vitest';
import { KeptRecords } from '../../testing/kept-records.js';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder, testLog } from '../../testing/test-log.js';
import { openRecording, replayed, time } from '../../testing/test-recording.js';
import { FolderLayout } from '../folder-layout.js';
import { sealFolder } from '../recording.js';
import { RecordingArchive } from '../recording-archive.js';
import { marksPath, pieceAround } from './marks.js';
import { readSegment } from './read-segment.js';

const stream = realStream('btcusd_sample', 25);
/** Bytes between two marks; the whole books are 16 times smaller at most. */
const MARK_BYTES = 4000;

/** A recording of one segment that is not closed. */
function hot() {
  const root = newFolder();
  const folder = join(root, 'segments');
  mkdirSync(folder);
  const { log, time: clock, paths } = testLog({ folder, markBytes: MARK_BYTES });
  const book = new OrderBook(25);
  const recorder = log.record(BITCOIN, book);
  for (const message of stream) {
    recorder.book(message, book.apply(message));
    log.flush();
  }
  const [path = ''] = paths();
  return { root, path, log, clock };
}

/** Of a folder with one. */
function segmentOf(folder: string): string {
  return new FolderLayout(folder).segmentPaths()[0] ?? '';
}

/** The book after so many messages. */
function after(count: number): OrderBook {
  const book = new OrderBook(25);
  for (const message of stream.slice(0, count)) book.apply(message);
  return book;
}

const instants = [0, 1, 17, 300, 999, 1500, 2040, stream.length - 1].map((index) => ({
  index,
  us: Math.round((stream[index]?.receivedAt ?? 0) * 1000),
}));

interface Known {
  readonly sequence: number | undefined;
  readonly state: string | undefined;
  readonly bids: unknown;
  readonly asks: unknown;
}

/** What is said of the books at instants. */
async function found(root: string, wanted: typeof instants): Promise<Known[]> {
  const archive = await RecordingArchive.open(root);
  const books: Known[] = [];
  for (const { us } of wanted) {
    const at = await archive.at('XXBTZUSD', us);
    const { bids, asks } = at?.book ?? {};
    books.push({ sequence: at?.sequence, state: at?.state, bids: bids?.levels(), asks: asks?.levels() });
  }
  await archive.close();
  return books;
}

/** What is to be said of them. */
function right(wanted: typeof instants): Known[] {
  return wanted.map(({ us }) => {
    const sequence = stream.filter(({ receivedAt }) => Math.round(receivedAt * 1000) <= us).length;
    const { bids, asks } = after(sequence);
    return { sequence, state: 'verified', bids: bids.levels(), asks: asks.levels() };
  });
}

describe('marks', () => {
  it('change nothing for who reads from the beginning', () => {
    const kept = new KeptRecords();
    const { path } = hot();
    expect(readSegment(path, kept).damage).toBeUndefined();
    expect(readFileSync(marksPath(path)).length).toBeGreaterThan(5 * 16);
    expect(kept.books.map(({ event }) => event)).toEqual(stream);
    expect(kept.pairs).toHaveLength(1);
  });

  it('keep nobody from being told of a precision that changes right behind one', async () => {
    const folder = newFolder();
    const recording = await openRecording(folder);
    const book = new OrderBook(25);
    const recorder = recording.writer.record(BITCOIN, book);
    const sent: typeof stream = [];
    const send = (message: (typeof stream)[number]) => {
      recorder.book(message, book.apply(message));
      recording.writer.flush();
      sent.push(message);
    };
    const marks = marksPath(segmentOf(folder));
    // The real stream again and again, until there is a mark.
    for (let round = 0; !existsSync(marks); round += 1) {
      for (const message of stream) {
        if (existsSync(marks)) break;
        send({ ...message, receivedAt: message.receivedAt + round * 3_600_000 });
      }
    }
    const [first] = stream;
    if (first === undefined) throw new Error('no stream');
    const receivedAt = (sent.at(-1)?.receivedAt ?? 0) + 1;
    const levels = { bids: [{ price: '63388.75', quantity: '1.5' }], asks: [{ price: '63388.80', quantity: '0.2' }] };
    const finer = { ...first, type: 'book-snapshot', receivedAt, ...levels } as const;
    const reference = new OrderBook(25);
    reference.apply(finer);
    send({ ...finer, checksum: reference.checksum });
    expect(book.state).toBe('verified');

    const kept = new KeptRecords();
    readSegment(segmentOf(folder), kept);
    expect(kept.books.at(-1)?.event).toEqual(sent.at(-1));
    expect(kept.pairs.map(({ pair }) => [pair.priceDecimals, pair.quantityDecimals])).toEqual([
      [1, 8],
      [2, 1],
    ]);
    await recording.close('done');
    await sealFolder(folder, time);
    expect((await replayed(folder)).books.map(({ event }) => event)).toEqual(sent);
  });

  it('lead to the book of an instant', async () => {
    expect(await found(hot().root, instants)).toEqual(right(instants));
  });

  it('spare reading what lies before', async () => {
    const { root, path } = hot();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 200);
    writeFileSync(path, bytes);
    const first = pieceAround(path, instants[3]?.us ?? 0).from?.offset ?? 0;
    expect(first).toBeGreaterThan(200);
    expect(await found(root, instants.slice(3))).toEqual(right(instants.slice(3)));
  });

  it('spare reading what lies behind', async () => {
    const { root, path } = hot();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, pieceAround(path, instants[1]?.us ?? 0).to?.offset));
    expect(await found(root, instants.slice(0, 2))).toEqual(right(instants.slice(0, 2)));
  });

  it('are not needed, and not believed when they are wrong', async () => {
    const { root, path } = hot();
    const marks = readFileSync(marksPath(path));
    for (let at = 0; at < marks.length; at += 16) marks.writeDoubleLE(marks.readDoubleLE(at) + 1, at);
    writeFileSync(marksPath(path), marks);
    expect(await found(root, instants)).toEqual(right(instants));
    writeFileSync(marksPath(path), '');
    expect(await found(root, instants)).toEqual(right(instants));
  });

  it('go with their segment', async () => {
    const { root, path, log, clock } = hot();
    await log.close('done');
    await sealFolder(root, clock);
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(join(root, 'segments'))).toEqual([]);
    expect(await found(root, instants)).toEqual(right(instants));
  });

  it('are not in a segment of the first format, which is still read', () => {
    const { log, paths } = testLog();
    const book = new OrderBook(25);
    const recorder = log.record(BITCOIN, book);
    for (const message of stream.slice(0, 100)) recorder.book(message, book.apply(message));
    log.flush();
    const [path = ''] = paths();
    const bytes = readFileSync(path);
    expect(bytes.toString('latin1', 0, 8)).toBe('fbook-02');
    bytes.write('fbook-01', 0);
    writeFileSync(path, bytes);
    const kept = new KeptRecords();
    readSegment(path, kept);
    expect(kept.books.map(({ event }) => event)).toEqual(stream.slice(0, 100));
  });
});
