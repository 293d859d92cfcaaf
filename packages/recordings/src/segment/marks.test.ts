import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { frames } from './frame-reader.js';
import { appendMark, marksPath, pieceAround } from './marks.js';
import { readSegment } from './read-segment.js';

const stream = realStream('btcusd_sample', 25);
/** Bytes between two marks; the whole books are 16 times smaller at most. */
const MARK_BYTES = 4000;
/** Bytes of a mark. */
const MARK_SIZE = 20;

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
    expect(readFileSync(marksPath(path)).length).toBeGreaterThan(5 * MARK_SIZE);
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

  it('spare reading what lies before also to find out whether somebody was recording', async () => {
    const { root, path } = hot();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 1000, 1100));
    const later = instants.slice(3, -1).map(({ us, index }) => ({ index, us: us + 1 }));
    expect(await found(root, later)).toEqual(right(later));
  });

  it('spare reading what lies behind', async () => {
    const { root, path } = hot();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, pieceAround(path, instants[1]?.us ?? 0).to?.offset));
    expect(await found(root, instants.slice(0, 2))).toEqual(right(instants.slice(0, 2)));
  });

  it('are not needed, and not believed when they are wrong', async () => {
    const { root, path } = hot();
    rmSync(marksPath(path));
    expect(await found(root, instants)).toEqual(right(instants));
    // A whole frame begins there, but no mark.
    const offsets = Array.from(frames(path), ({ offset }) => offset);
    appendMark(path, { offset: offsets[1] ?? 0, us: 1 });
    expect(await found(root, instants)).toEqual(right(instants));
    appendMark(path, { offset: (offsets[2] ?? 0) + 1, us: 1 });
    expect(await found(root, instants)).toEqual(right(instants));
  });

  it('with any bit changed lead nobody astray', async () => {
    const { root, path } = hot();
    const marks = readFileSync(marksPath(path));
    const times = [...instants.map(({ us }) => us), Number.POSITIVE_INFINITY];
    const pieces = times.map((us) => pieceAround(path, us));
    const offsets = new Set(pieces.map(({ from }) => from?.offset));
    const end = marks.length - MARK_SIZE;
    for (let bit = 0; bit < MARK_SIZE * 8; bit += 1) {
      const changed = Buffer.from(marks);
      changed[end + (bit >> 3)] = (changed[end + (bit >> 3)] ?? 0) ^ (1 << (bit & 7));
      writeFileSync(marksPath(path), changed);
      // The last one is not there any more; the others are what they were.
      expect(pieceAround(path, Number.POSITIVE_INFINITY).from?.offset).toBeLessThan(pieces.at(-1)?.from?.offset ?? 0);
      expect(times.slice(0, 5).map((us) => offsets.has(pieceAround(path, us).from?.offset))).not.toContain(false);
    }
    // A time that is too early by one bit: the book of every instant would be that of the last mark.
    const early = Buffer.from(marks);
    early.writeDoubleLE(1, end + 8);
    writeFileSync(marksPath(path), early);
    expect(await found(root, instants)).toEqual(right(instants));
  });

  it('that do not go on from those before are none', () => {
    const path = `${newFolder()}/1.segment`;
    for (const [offset, us] of [
      [100, 10],
      [90, 20],
      [200, 5],
      [300, 30],
    ] as const) {
      appendMark(path, { offset, us });
    }
    expect([5, 11, 31].map((us) => pieceAround(path, us).from?.offset)).toEqual([undefined, 100, 300]);
    expect(pieceAround(path, 20).to?.offset).toBe(300);
  });

  it('of an older Fathom, which have no checksum, are none', async () => {
    const { root, path } = hot();
    const piece = pieceAround(path, Number.POSITIVE_INFINITY).from ?? { offset: 0, us: 0 };
    const old = Buffer.alloc(16 * 50);
    for (let at = 0; at < old.length; at += 16) {
      old.writeDoubleLE(piece.offset, at);
      old.writeDoubleLE(1, at + 8);
    }
    writeFileSync(marksPath(path), old);
    expect(pieceAround(path, Number.POSITIVE_INFINITY)).toEqual({ from: undefined, to: undefined });
    expect(await found(root, instants)).toEqual(right(instants));
  });

  it('say when the latest message before them came, also when the clock is set back', () => {
    const { log, paths } = testLog({ markBytes: 4000 });
    const recorder = log.record(BITCOIN, new OrderBook(25));
    const [first] = stream;
    if (first === undefined) throw new Error('no stream');
    for (let number = 0; number < 100; number += 1) {
      recorder.book({ ...first, receivedAt: 5000 - number }, 'unverifiable');
      log.flush();
    }
    expect(pieceAround(paths()[0] ?? '', Number.POSITIVE_INFINITY).from?.us).toBe(5_000_000);
  });

  it('that cannot be written end no recording', async () => {
    const troubles: unknown[] = [];
    const failures: unknown[] = [];
    const onMarksFailed = (error: unknown) => troubles.push(error);
    const { log, paths } = testLog({ markBytes: 500, onMarksFailed, onFailed: (error) => failures.push(error) });
    mkdirSync(marksPath(paths()[0] ?? ''));
    const book = new OrderBook(25);
    const recorder = log.record(BITCOIN, book);
    for (const [index, message] of stream.entries()) {
      recorder.book(message, book.apply(message));
      if (index === 1000) log.rotate();
      log.flush();
    }
    await log.close('done');
    expect(troubles.map(String)).toEqual([expect.stringMatching(/while writing .*\.marks$/)]);
    expect(failures).toEqual([]);
    const kept = new KeptRecords();
    const [first = '', second = ''] = paths();
    readSegment(first, kept);
    readSegment(second, kept);
    expect(kept.books.filter(({ kind }) => kind !== 'checkpoint').map(({ event }) => event)).toEqual(stream);
    // The next segment has its own again.
    expect(readFileSync(marksPath(second)).length).toBeGreaterThan(0);
  });

  it('are not made where the books have just been written, at the beginning of a segment', async () => {
    const { log, paths } = testLog({ markBytes: 1000 });
    const [first] = stream;
    if (first === undefined) throw new Error('no stream');
    const recorders = Array.from({ length: 20 }, (_, number) => {
      const book = new OrderBook(25);
      const name = `C${number}/USD`;
      const recorder = log.record({ ...BITCOIN, id: name, name }, book);
      const send = () => recorder.book({ ...first, pair: name }, book.apply(first));
      send();
      return send;
    });
    log.rotate();
    for (const send of recorders) {
      send();
      log.flush();
    }
    await log.close('done');
    const [, path = ''] = paths();
    const kept = new KeptRecords();
    readSegment(path, kept);
    expect(kept.books.filter(({ kind }) => kind === 'checkpoint')).toHaveLength(20);
    expect(existsSync(marksPath(path))).toBe(false);
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
