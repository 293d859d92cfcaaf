import { basename } from 'node:path';
import type { BookRecord } from '../book-record.js';
import type { ArchivedSegment, Range } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import type { Gap } from '../gap.js';
import type { RecordedPair } from '../recorded-pair.js';
import { segmentStart } from '../segment/segment-name.js';
import type { KnownDamage } from './known-damage.js';
import { isOfRange, type MissingRecords, missingRecords, type Stretch, stretchOf } from './missing-records.js';

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
    const { startUs: segment } = this;
    const times = { fromUs: segment, toUs: segment };
    this.stretches.set(id, { pair: id, name, first: last + 1, last, ...times, channels: new Set(), segment });
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
  /** Segments there are, oldest first. */
  readonly segments: readonly string[];
  readonly damage: KnownDamage;
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
  missing({ parts, archived, segments, damage }: KnownNumbers, range: Range): MissingRecords[] {
    const stretches = [
      ...parts
        .filter(({ kind }) => kind !== 'frames')
        .map((part) => {
          const stretch = stretchOf(part);
          return { ...stretch, first: this.firsts.get(part.path) ?? stretch.first };
        }),
      ...segments.flatMap((path) => [...(this.segments.get(path)?.stretches.values() ?? [])]),
    ];
    const hasLess = isPruned(parts, archived);
    return (
      missingRecords(stretches)
        // What was removed as too old comes before all that is left.
        .filter((one) => isOfRange(one, range) && !(hasLess && one.first === 1) && !damage.explains(one))
        .map(({ pair, name, channels, first, last, fromUs, toUs }) => ({
          pair,
          name,
          channels,
          first,
          last,
          fromUs,
          toUs,
        }))
    );
  }
}

/** Whether something was removed as too old or too much: segments had more messages than all parts have. */
export function isPruned(parts: readonly Part[], archived: readonly ArchivedSegment[]): boolean {
  return messagesOf(parts.filter(({ kind }) => kind !== 'frames')) < messagesOf(archived);
}

function messagesOf(all: readonly { readonly messages: number }[]): number {
  return all.reduce((sum, { messages }) => sum + messages, 0);
}
