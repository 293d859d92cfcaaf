import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError } from '@fathom/contracts';
import { Breath } from '../breath.js';
import type { ArchivedSegment, PairGap, Range } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import { ProvedBooks } from '../proved-books.js';
import { QUIET } from '../quiet-sink.js';
import type { RecordingArchive } from '../recording-archive.js';
import { segmentFrames } from '../segment/read-segment.js';
import { segmentStart } from '../segment/segment-name.js';
import { assertWhole } from '../segment/whole-segment.js';
import { hasLost, KnownDamage } from './known-damage.js';
import type { MissingRecords } from './missing-records.js';
import { dayOf, segmentOf, utcOf } from './part-place.js';
import { proveBookPart } from './prove-part.js';
import { isPruned, ReadNumbers } from './read-numbers.js';
import { Days, type VerifiedDay } from './verified-days.js';

export interface Verification {
  /** By pair, then day. */
  readonly days: readonly VerifiedDay[];
  /** Files that are not what they should be, each with one line that says why. What stands in them is not counted. */
  readonly damaged: readonly { readonly path: string; readonly problem: string }[];
  /** Records that had been written, of a file that nobody finds any more and no catalogue knows. */
  readonly missing: readonly MissingRecords[];
  /** Segments that were found damaged when they were sealed, as they were; what was whole of them is in parts. */
  readonly setAside: readonly string[];
  /** Bytes that were read. */
  readonly bytes: number;
}

export interface VerifyOptions {
  readonly range?: Range;
  /** Bytes of the parts that are done, of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Proves a recording anew: that each file is the one that was written, and every checksum of it right. The unit is the
 * part or segment: each is proved whole if something of the range is in it.
 */
export async function verify(
  archive: RecordingArchive,
  { range = {}, onProgress }: VerifyOptions = {},
): Promise<Verification> {
  const { layout, shelf } = archive;
  const found = new Findings();
  const numbers = new ReadNumbers();
  // Segments are looked at before parts, so that what is sealed meanwhile is not missed.
  const segments = layout.segmentPaths();
  let bytes = 0;
  const proveParts = async (): Promise<Sealed> => {
    for (;;) {
      const sealed = await sealedOf(archive, range);
      const left = sealed.parts.filter((part) => !found.has(shelf.nameOf(part)));
      if (left.length === 0) return sealed;
      const total = bytes + left.reduce((sum, part) => sum + part.bytes, 0);
      for (const part of left) {
        await found.take(shelf.nameOf(part), (own) => provePart(archive, part, { days: own, numbers }));
        bytes += part.bytes;
        onProgress?.(bytes, total);
      }
    }
  };
  await proveParts();
  const unsealed = new Map<string, readonly PairGap[]>();
  for (const path of segments) {
    await found.take(path, async (own) => {
      unsealed.set(path, await proveSegment(archive, path, range, { days: own, numbers }));
    });
    bytes += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }
  // What became of a file while it was read is counted, and the file is not: not sealed, not made into a larger one.
  const { parts, gaps, archived, whole } = await proveParts();
  const there = segments.filter((path) => !archived.some(({ name }) => name === basename(path)));
  const { days, damaged } = found.of([...parts.map((part) => shelf.nameOf(part)), ...there]);
  const all = [...gaps, ...there.flatMap((path) => unsealed.get(path) ?? [])];
  for (const gap of all) if (gap.channel === 'book' && gap.cause !== 'start') days.gap(gap);
  const setAside = layout.setAsidePaths();
  const damage = damageOf(archived, there, [
    ...damaged.filter(({ problem }) => hasLost(problem)).map(({ path }) => path),
    ...setAside,
  ]);
  const missing = numbers.missing({ parts: whole, archived, segments: there, damage }, range);
  const oldestUs = isPruned(whole, archived)
    ? Math.min(...whole.map(beganUs), ...startsOf(there.map((one) => basename(one))))
    : 0;
  const lost = layout
    .lostSegmentPaths()
    .filter((path) => {
      const start = segmentStart(basename(path)) ?? 0;
      return start >= oldestUs && start < (range.toUs ?? Number.POSITIVE_INFINITY);
    })
    .map((path) => ({ path, problem: 'it is gone: only its marks are left' }));
  return { days: days.list(), damaged: [...damaged, ...lost], missing, setAside, bytes };
}

/** What is in the archive at one moment. */
interface Sealed {
  readonly parts: readonly Part[];
  readonly gaps: readonly PairGap[];
  /** Parts of all pairs and times. */
  readonly whole: readonly Part[];
  /** Segments that have gone into it. */
  readonly archived: readonly ArchivedSegment[];
}

async function sealedOf({ catalogue }: RecordingArchive, range: Range): Promise<Sealed> {
  const isWhole = Object.keys(range).length === 0;
  for (;;) {
    const before = await catalogue.segments();
    const [parts, gaps] = [await catalogue.parts(range), await catalogue.gaps(range)];
    const whole = isWhole ? parts : await catalogue.parts();
    const archived = await catalogue.segments();
    // Else a segment would be counted twice, or not at all.
    if (archived.length === before.length) return { parts, gaps, whole, archived };
  }
}

/**
 * What is told as damage already: of segments that are sealed, and of those that are not.
 * @param damaged files that are damaged, or were before they were cut.
 */
function damageOf(
  archived: readonly ArchivedSegment[],
  unsealed: readonly string[],
  damaged: readonly string[],
): KnownDamage {
  const names = archived.filter(({ damage }) => hasLost(damage)).map(({ name }) => name);
  // What was kept of a sealed one says no more than the catalogue.
  const sealed = new Set(archived.map(({ name }) => name));
  const others = damaged.map((path) => basename(path, '.damaged')).filter((name) => !sealed.has(name));
  return new KnownDamage(
    startsOf([...names, ...others]),
    startsOf([...sealed, ...unsealed.map((one) => basename(one))]),
  );
}

/** When the segment began that a part was made of, or the part itself. */
function beganUs({ path, firstUs }: Part): number {
  return segmentOf(path) ?? firstUs;
}

/** When segments begin, by their names. Parts have other names. */
function startsOf(names: readonly string[]): number[] {
  return names.map((name) => segmentStart(name)).filter((start) => start !== undefined);
}

/** What came of each file that was read. */
class Findings {
  private readonly files = new Map<string, { readonly days: readonly VerifiedDay[]; readonly problem?: string }>();

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** Proves a file; what stands in one that is not what it should be is not counted. */
  async take(path: string, prove: (into: Days) => Promise<void>): Promise<void> {
    const days = new Days();
    try {
      await prove(days);
      this.files.set(path, { days: days.list() });
    } catch (error) {
      if (!(error instanceof DataError) && !(error instanceof Error && 'code' in error)) throw error;
      const problem = error.message.replace(`${path}: `, '').replace(/\s+/g, ' ');
      this.files.set(path, { days: [], problem });
    }
  }

  /** Of files that are there still. */
  of(paths: readonly string[]): { readonly days: Days; readonly damaged: Verification['damaged'] } {
    const days = new Days();
    const damaged: { path: string; problem: string }[] = [];
    for (const path of paths) {
      const file = this.files.get(path);
      if (file === undefined) continue;
      days.join(file.days);
      if (file.problem !== undefined) damaged.push({ path, problem: file.problem });
    }
    return { days, damaged };
  }
}

/** What is learnt from a file. */
interface Learnt {
  readonly days: Days;
  readonly numbers: ReadNumbers;
}

async function provePart({ shelf }: RecordingArchive, part: Part, { days, numbers }: Learnt): Promise<void> {
  const path = shelf.nameOf(part);
  if (!(await shelf.has(part))) throw new DataError(`${path}: it is gone, and with it ${lossOf(part)}`);
  await shelf.checkBytes(part);
  if (part.kind === 'trades') days.of(part.pair, part.name, part.day).trades += part.rows;
  if (part.kind !== 'book') return;
  const [count, number] = [days.counter(), numbers.part(part.path)];
  await proveBookPart(
    path,
    part,
    (rows, sink) => shelf.books(part, rows, sink),
    (record) => {
      count(record);
      number(record);
    },
  );
}

function lossOf({ kind, name, messages, firstUs, lastUs }: Part): string {
  const what = { book: `of the book of ${name}`, trades: `with market trades of ${name}`, frames: 'nobody understood' };
  return `${messages} messages ${what[kind]} from ${utcOf(firstUs)} to ${utcOf(lastUs)} UTC`;
}

/** @returns the gaps that stand in it. */
async function proveSegment(
  { layout }: RecordingArchive,
  path: string,
  range: Range,
  { days, numbers }: Learnt,
): Promise<PairGap[]> {
  const gaps: PairGap[] = [];
  const own = numbers.segment(path);
  const books = new ProvedBooks();
  const count = days.counter();
  const breath = new Breath();
  const isWanted = (pair: string, us: number): boolean =>
    (range.pair ?? pair) === pair && us >= (range.fromUs ?? 0) && us < (range.toUs ?? Number.POSITIVE_INFINITY);
  const reader = segmentFrames(path, {
    ...QUIET,
    pair: (pair, sequence) => own.pair(pair, sequence),
    book: (record) => {
      books.apply(record);
      own.book(record);
      if (isWanted(record.pair.id, record.receivedUs)) count(record);
    },
    trades: ({ pair, sequence, receivedUs, trades }) => {
      const { id, name } = pair;
      own.record(pair, 'market-trades', sequence, receivedUs);
      if (isWanted(id, receivedUs)) days.of(id, name, dayOf(receivedUs)).trades += trades.length;
    },
    gap: ({ id }, gap) => {
      const isInside = gap.toUs >= (range.fromUs ?? 0) && gap.fromUs < (range.toUs ?? Number.POSITIVE_INFINITY);
      if ((range.pair ?? id) === id && isInside) gaps.push({ pair: id, ...gap });
    },
  });
  for (;;) {
    const next = reader.next();
    if (next.done === true) {
      await assertWhole(layout, path, next.value);
      return gaps;
    }
    await breath.take();
  }
}
