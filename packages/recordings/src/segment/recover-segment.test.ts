import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeptRecords } from '../../testing/kept-records.js';
import { realStream } from '../../testing/real-stream.js';
import { BITCOIN, newFolder, testLog } from '../../testing/test-log.js';
import { RecordDecoder } from '../record-decoder.js';
import { readSegment } from './read-segment.js';
import { recoverSegment } from './recover-segment.js';

/** A segment of 200 frames and what it holds. */
async function segment() {
  const { log, paths, endTick } = testLog();
  const book = new OrderBook(25);
  const recorder = log.record(BITCOIN, book);
  for (const message of realStream('btcusd_sample', 25).slice(0, 200)) {
    recorder.book(message, book.apply(message));
    endTick();
  }
  await log.close('done');
  const path = paths()[0] ?? '';
  const kept = new KeptRecords();
  readSegment(path, kept);
  return { bytes: readFileSync(path), books: kept.books };
}

const whole = await segment();
const folder = newFolder();
const path = join(folder, '0000000000000001.segment');
const booksOf = () => {
  const kept = new KeptRecords();
  const end = readSegment(path, kept);
  return { books: kept.books, end };
};

describe('recovery of a segment', () => {
  it('leaves a whole one as it is', () => {
    writeFileSync(path, whole.bytes);
    expect(recoverSegment(path)).toBeUndefined();
    expect(readFileSync(path)).toEqual(whole.bytes);
  });

  it('cuts a torn one to its whole frames, wherever it was torn, and says what it cut', () => {
    const lengths = fc.integer({ min: 8, max: whole.bytes.length - 1 });
    fc.assert(
      fc.property(lengths, (length) => {
        writeFileSync(path, whole.bytes.subarray(0, length));
        const cut = recoverSegment(path);
        const { books, end } = booksOf();
        expect(end).toEqual({ good: end.size, size: length - (cut?.cutBytes ?? 0), damage: undefined, isTorn: false });
        expect(books).toEqual(whole.books.slice(0, books.length));
        expect(cut?.keptAs).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('cuts before a changed byte, keeps what was there, and never tells anything that was not written', () => {
    const places = fc.integer({ min: 8, max: whole.bytes.length - 1 });
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const bytes = Buffer.from(whole.bytes);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        writeFileSync(path, bytes);
        rmSync(`${path}.damaged`, { force: true });
        const cut = recoverSegment(path);
        expect(cut?.keptBytes).toBeLessThanOrEqual(at);
        const { books } = booksOf();
        expect(books).toEqual(whole.books.slice(0, books.length));
        expect(cut?.keptAs === undefined || readFileSync(cut.keptAs).equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps all that ever was there, however often it is damaged', () => {
    rmSync(`${path}.damaged`, { force: true });
    const first = Buffer.from(whole.bytes);
    const [early, late] = [first.length >> 2, first.length >> 1];
    first[late] = (first[late] ?? 0) ^ 1;
    writeFileSync(path, first);
    expect(recoverSegment(path)?.keptAs).toBe(`${path}.damaged`);
    const second = readFileSync(path);
    second[early] = (second[early] ?? 0) ^ 1;
    writeFileSync(path, second);
    expect(recoverSegment(path)?.keptBytes).toBeLessThanOrEqual(early);
    expect(readFileSync(`${path}.damaged`)).toEqual(first);
  });

  it('is done with an empty file, and leaves one of another Fathom alone', () => {
    writeFileSync(path, '');
    expect(recoverSegment(path)).toBeUndefined();
    writeFileSync(path, 'fbook-99 and more');
    expect(() => recoverSegment(path)).toThrow('another Fathom (fbook-99, this one reads fbook-02)');
    expect(readFileSync(path).toString()).toBe('fbook-99 and more');
  });

  it('keeps what is no segment, and takes nothing from it', () => {
    rmSync(`${path}.damaged`, { force: true });
    writeFileSync(path, 'something else');
    expect(recoverSegment(path)).toMatchObject({
      keptBytes: 0,
      cutBytes: 14,
      reason: expect.stringContaining('no segment'),
      keptAs: `${path}.damaged`,
    });
    expect(readFileSync(`${path}.damaged`).toString()).toBe('something else');
    expect(booksOf().books).toEqual([]);
  });

  it('reads a segment that is being written, up to the last whole frame', () => {
    writeFileSync(path, whole.bytes.subarray(0, 5_000));
    const before = booksOf();
    expect(before.end.damage).toMatch(/is cut off|in its head/);
    truncateSync(path, 5_000);
    appendFileSync(path, whole.bytes.subarray(5_000));
    expect(booksOf().books).toEqual(whole.books);
  });
});

describe('the decoder', () => {
  it('answers any bytes with records or a DataError, in bounded memory and time', () => {
    const near = fc
      .tuple(fc.nat(whole.bytes.length - 200), fc.array(fc.tuple(fc.nat(199), fc.nat(255)), { maxLength: 4 }))
      .map(([start, changes]) => {
        const bytes = Uint8Array.from(whole.bytes.subarray(start, start + 200));
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), near), (bytes) => {
        const kept = new KeptRecords();
        const decoder = new RecordDecoder(kept);
        try {
          decoder.read(bytes);
        } catch (error) {
          if (!(error instanceof DataError)) throw error;
        }
        expect(kept.books.length + kept.tapes.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 10_000 },
    );
  });
});
