import { basename } from 'node:path';
import { DataError } from '@fathom/contracts';
import type { BookRecord } from '../book-record.js';
import { Breath } from '../breath.js';
import type { PairGap, Range } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import type { GapCause } from '../gap.js';
import { ProvedBooks } from '../proved-books.js';
import { QUIET } from '../quiet-sink.js';
import type { RecordingArchive } from '../recording-archive.js';
import { segmentFrames } from '../segment/read-segment.js';
import { assertWhole } from '../segment/whole-segment.js';
import { dayNumber, dayOf } from './part-place.js';
import { proveBookPart } from './prove-part.js';

/** What is known of a pair's recorded day. */
export interface VerifiedDay {
  /** The pair's id. */
  readonly pair: string;
  /** `BTC/USD`. */
  readonly name: string;
  /** `2026-11-29`, UTC. */
  readonly day: string;
  /** Book messages, and how many of them are what. */
  messages: number;
  verified: number;
  suspect: number;
  unverifiable: number;
  /** Market trades. */
  trades: number;
  /** How long the book was not verified: from a message that was not to the next. */
  suspectUs: number;
  /** Gaps of the book that begin on the day, by cause. A start is none. */
  readonly gaps: Map<GapCause, { count: number; us: number }>;
}

export interface Verification {
  /** By pair, then day. */
  readonly days: readonly VerifiedDay[];
  /** Files that are not what they should be, each with one line that says why. What stands in them is not counted. */
  readonly damaged: readonly { readonly path: string; readonly problem: string }[];
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
        await found.take(shelf.nameOf(part), (own) => provePart(archive, part, own));
        bytes += part.bytes;
        onProgress?.(bytes, total);
      }
    }
  };
  await proveParts();
  const unsealed = new Map<string, readonly PairGap[]>();
  for (const path of segments) {
    await found.take(path, async (own) => void unsealed.set(path, await proveSegment(archive, path, range, own)));
  }
  // What became of a file while it was read is counted, and the file is not: not sealed, not made into a larger one.
  const { parts, gaps, archived } = await proveParts();
  const there = segments.filter((path) => !archived.has(basename(path)));
  const { days, damaged } = found.of([...parts.map((part) => shelf.nameOf(part)), ...there]);
  const all = [...gaps, ...there.flatMap((path) => unsealed.get(path) ?? [])];
  for (const gap of all) if (gap.channel === 'book' && gap.cause !== 'start') days.gap(gap);
  return { days: days.list(), damaged, setAside: layout.setAsidePaths(), bytes };
}

/** What is in the archive at one moment. */
interface Sealed {
  readonly parts: readonly Part[];
  readonly gaps: readonly PairGap[];
  /** Names of the segments that have gone into it. */
  readonly archived: ReadonlySet<string>;
}

async function sealedOf({ catalogue }: RecordingArchive, range: Range): Promise<Sealed> {
  const names = async () => new Set((await catalogue.segments()).map(({ name }) => name));
  for (;;) {
    const before = await names();
    const parts = await catalogue.parts(range);
    const gaps = await catalogue.gaps(range);
    const archived = await names();
    // Else a segment would be counted twice, or not at all.
    if (archived.size === before.size) return { parts, gaps, archived };
  }
}

/** What came of each file that was read. */
class Findings {
  private readonly files = new Map<string, { readonly days: Days; readonly problem?: string }>();

  has(path: string): boolean {
    return this.files.has(path);
  }

  /** Proves a file; what stands in one that is not what it should be is not counted. */
  async take(path: string, prove: (into: Days) => Promise<void>): Promise<void> {
    const days = new Days();
    try {
      await prove(days);
      this.files.set(path, { days });
    } catch (error) {
      if (!(error instanceof DataError) && !(error instanceof Error && 'code' in error)) throw error;
      const problem = error.message.replace(`${path}: `, '').replace(/\s+/g, ' ');
      this.files.set(path, { days: new Days(), problem });
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

async function provePart({ shelf }: RecordingArchive, part: Part, days: Days): Promise<void> {
  await shelf.checkBytes(part);
  if (part.kind === 'trades') days.of(part.pair, part.name, part.day).trades += part.rows;
  if (part.kind !== 'book') return;
  await proveBookPart(shelf.nameOf(part), part, (rows, sink) => shelf.books(part, rows, sink), days.counter());
}

/** @returns the gaps that stand in it. */
async function proveSegment({ layout }: RecordingArchive, path: string, range: Range, days: Days): Promise<PairGap[]> {
  const gaps: PairGap[] = [];
  const books = new ProvedBooks();
  const count = days.counter();
  const breath = new Breath();
  const isWanted = (pair: string, us: number): boolean =>
    (range.pair ?? pair) === pair && us >= (range.fromUs ?? 0) && us < (range.toUs ?? Number.POSITIVE_INFINITY);
  const reader = segmentFrames(path, {
    ...QUIET,
    book: (record) => {
      books.apply(record);
      if (isWanted(record.pair.id, record.receivedUs)) count(record);
    },
    trades: ({ pair: { id, name }, receivedUs, trades }) => {
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

/** Where counting has got to with a pair. */
interface CountedPair {
  readonly id: string;
  number: number;
  day: VerifiedDay;
  us: number;
  isVerified: boolean;
}

class Days {
  private readonly days = new Map<string, VerifiedDay>();

  of(pair: string, name: string, day: string): VerifiedDay {
    const key = `${pair} ${day}`;
    const known = this.days.get(key);
    if (known !== undefined) return known;
    const made = dayWithNothing(pair, name, day);
    this.days.set(key, made);
    return made;
  }

  /** Counts messages as they are told. */
  counter(): (record: BookRecord) => void {
    const pairs = new Map<string, CountedPair>();
    let last: CountedPair | undefined;
    return ({ pair: { id, name }, kind, state, receivedUs }) => {
      // Most follow one of their pair and of their day.
      if (last?.id !== id) {
        last = pairs.get(id) ?? {
          id,
          number: dayNumber(receivedUs),
          day: this.of(id, name, dayOf(receivedUs)),
          us: 0,
          isVerified: true,
        };
        pairs.set(id, last);
      }
      const number = dayNumber(receivedUs);
      if (last.number !== number) {
        last.number = number;
        last.day = this.of(id, name, dayOf(receivedUs));
      }
      const { day } = last;
      if (!last.isVerified) day.suspectUs += Math.max(0, receivedUs - last.us);
      last.us = receivedUs;
      last.isVerified = state === 'verified';
      if (kind === 'checkpoint') return;
      day.messages += 1;
      day[state] += 1;
    };
  }

  gap({ pair, cause, fromUs, toUs }: PairGap): void {
    const name = this.list().find((one) => one.pair === pair)?.name ?? pair;
    const { gaps } = this.of(pair, name, dayOf(fromUs));
    const known = gaps.get(cause) ?? { count: 0, us: 0 };
    gaps.set(cause, { count: known.count + 1, us: known.us + (toUs - fromUs) });
  }

  join(other: Days): void {
    for (const one of other.list()) {
      const day = this.of(one.pair, one.name, one.day);
      for (const name of ['messages', 'verified', 'suspect', 'unverifiable', 'trades', 'suspectUs'] as const) {
        day[name] += one[name];
      }
    }
  }

  list(): VerifiedDay[] {
    return [...this.days.values()].toSorted((a, b) => (a.pair + a.day < b.pair + b.day ? -1 : 1));
  }
}

function dayWithNothing(pair: string, name: string, day: string): VerifiedDay {
  const counts = { messages: 0, verified: 0, suspect: 0, unverifiable: 0, trades: 0, suspectUs: 0 };
  return { pair, name, day, ...counts, gaps: new Map() };
}
