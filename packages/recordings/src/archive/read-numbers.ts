import { basename } from 'node:path';
import type { BookRecord } from '../book-record.js';
import type { ArchivedSegment, PairGap, Range } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import type { Gap } from '../gap.js';
import type { RecordedPair } from '../recorded-pair.js';
import { segmentStart } from '../segment/segment-name.js';
import {
  isOfRange,
  isWrittenDown,
  type MissingRecords,
  missingRecords,
  type Stretch,
  stretchOf,
} from './missing-records.js';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Numbers of the records of one segment, pair by pair, as it is read. */
export class SegmentNumbers {
  readonly stretches = new Map<string, Mutable<Stretch> & { readonly channels: Set<Gap['channel']> }>();
  private readonly startUs: number;
  /** Pairs that begin with their whole book. */
  private readonly whole = new Set<string>();

  constructor(path: string) {
    this.startUs = segmentStart(basename(path)) ?? 0;
  }

  /** A pair goes on here, from behind a number. */
  pair({ id, name }: RecordedPair, last: number): void {
    if (this.stretches.has(id)) return;
    const [fromUs, toUs] = [this.startUs, this.startUs];
    this.stretches.set(id, { pair: id, name, first: last + 1, last, fromUs, toUs, channels: new Set() });
  }

  book({ pair, kind, sequence, receivedUs }: BookRecord): void {
    if (kind !== 'checkpoint') this.record(pair, 'book', sequence, receivedUs);
    else {
      const stretch = this.stretches.get(pair.id);
      if (stretch === undefined || stretch.last >= stretch.first) return;
      // The book as the last record before has left it.
      stretch.fromUs = receivedUs;
      this.whole.add(pair.id);
    }
  }

  record({ id }: RecordedPair, channel: Gap['channel'], sequence: number, receivedUs: number): void {
    const stretch = this.stretches.get(id);
    if (stretch === undefined) return;
    if (stretch.last < stretch.first) {
      if (!this.whole.has(id)) stretch.fromUs = receivedUs;
      stretch.toUs = receivedUs;
    }
    stretch.last = Math.max(stretch.last, sequence);
    stretch.toUs = Math.max(stretch.toUs, receivedUs);
    stretch.channels.add(channel);
  }
}

/** What the catalogue knows when everything was read. */
export interface KnownNumbers {
  /** All parts, whatever the range. */
  readonly parts: readonly Part[];
  /** All segments that ever went into the archive. */
  readonly archived: readonly ArchivedSegment[];
  readonly gaps: readonly PairGap[];
  /** Segments there are, oldest first. */
  readonly segments: readonly string[];
  /** … those of them that are damaged. */
  readonly damaged: ReadonlySet<string>;
}

/** Numbers of records, as far as they are known from reading. */
export class ReadNumbers {
  private readonly firsts = new Map<string, number>();
  private readonly segments = new Map<string, SegmentNumbers>();

  /** Finds the first message of a part, which may begin with a whole book that is none. */
  part(path: string): (record: BookRecord) => void {
    let isFound = false;
    return ({ kind, sequence }) => {
      if (isFound || kind === 'checkpoint') return;
      isFound = true;
      this.firsts.set(path, sequence);
    };
  }

  segment(path: string): SegmentNumbers {
    const numbers = new SegmentNumbers(path);
    this.segments.set(path, numbers);
    return numbers;
  }

  /** What is missing of a range without anybody having said why. */
  missing({ parts, archived, gaps, segments, damaged }: KnownNumbers, range: Range): MissingRecords[] {
    const stretches = [
      ...parts
        .filter(({ kind }) => kind !== 'frames')
        .map((part) => ({ ...stretchOf(part), first: this.firsts.get(part.path) ?? part.firstSequence })),
      ...segments.flatMap((path) => [...(this.segments.get(path)?.stretches.values() ?? [])]),
    ];
    const isPruned = messagesOf(parts.filter(({ kind }) => kind !== 'frames')) < messagesOf(archived);
    return missingRecords(stretches).filter(
      (one) =>
        isOfRange(one, range) &&
        // What was removed as too old comes before all that is left.
        !(isPruned && one.first === 1) &&
        !isWrittenDown(one, gaps) &&
        !this.isOfDamaged(one, segments, damaged),
    );
  }

  /** Whether it ends where a segment begins, and the one before is said to be damaged already. */
  private isOfDamaged(
    { pair, last }: MissingRecords,
    segments: readonly string[],
    damaged: ReadonlySet<string>,
  ): boolean {
    return segments.some(
      (path, index) =>
        damaged.has(segments[index - 1] ?? '') && this.segments.get(path)?.stretches.get(pair)?.first === last + 1,
    );
  }
}

function messagesOf(all: readonly { readonly messages: number }[]): number {
  return all.reduce((sum, { messages }) => sum + messages, 0);
}
