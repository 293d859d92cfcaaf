import type { PairGap, Range } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import type { Gap } from '../gap.js';

/** Records of a pair that stand behind each other: in a part, or in a segment. */
export interface Stretch {
  /** The pair's id. */
  readonly pair: string;
  /** `BTC/USD`. */
  readonly name: string;
  /** Sequences of the first and last one; where there is none, `last` is the one before, and `first` one more. */
  readonly first: number;
  readonly last: number;
  /**
   * Their receipt, microseconds since 1970 UTC; from where it was last known to be going on, if it begins with the book as
   * it was then.
   */
  readonly fromUs: number;
  readonly toUs: number;
  readonly channels: ReadonlySet<Gap['channel']>;
}

/** Records that had been written and are nowhere: a file that held them is gone. */
export interface MissingRecords {
  /** The pair's id. */
  readonly pair: string;
  /** `BTC/USD`. */
  readonly name: string;
  /** Whose they can have been: all channels that are recorded of the pair. */
  readonly channels: readonly Gap['channel'][];
  /** Sequences of the first and last one. */
  readonly first: number;
  readonly last: number;
  /** Receipt of the last record before them; undefined where they are the pair's first. */
  readonly fromUs: number | undefined;
  /** They were received until then at the latest. */
  readonly toUs: number;
}

/** What a part holds, and perhaps one record more: it may begin with the book as the one before had left it. */
export function stretchOf({ pair, name, kind, firstSequence, lastSequence, firstUs, lastUs }: Part): Stretch {
  const channels = new Set<Gap['channel']>([kind === 'book' ? 'book' : 'market-trades']);
  return { pair, name, first: firstSequence, last: lastSequence, fromUs: firstUs, toUs: lastUs, channels };
}

/**
 * What is missing between stretches, and before the first: a pair's records are numbered from 1 on without a hole.
 * @returns by pair, in the order of their numbers.
 */
export function missingRecords(stretches: readonly Stretch[]): MissingRecords[] {
  const pairs = [...new Set(stretches.map(({ pair }) => pair))].toSorted();
  return pairs.flatMap((id) => missingOfPair(stretches.filter(({ pair }) => pair === id)));
}

function missingOfPair(stretches: readonly Stretch[]): MissingRecords[] {
  const channels = (['book', 'market-trades'] as const).filter((one) =>
    stretches.some((stretch) => stretch.channels.has(one)),
  );
  const missing: MissingRecords[] = [];
  let last = 0;
  let lastUs: number | undefined;
  for (const stretch of stretches.toSorted((a, b) => a.first - b.first || a.last - b.last)) {
    const { pair, name, first, fromUs, toUs } = stretch;
    if (first > last + 1) {
      missing.push({ pair, name, channels, first: last + 1, last: first - 1, fromUs: lastUs, toUs: fromUs });
    }
    last = Math.max(last, stretch.last);
    // Where nothing stands nothing was received.
    if (stretch.last >= first) lastUs = Math.max(lastUs ?? 0, toUs);
  }
  return missing;
}

/** Whether some of what is missing can be of a range. */
export function isOfRange({ pair, fromUs, toUs }: MissingRecords, range: Range): boolean {
  if (range.pair !== undefined && range.pair !== pair) return false;
  return toUs >= (range.fromUs ?? 0) && (fromUs ?? 0) < (range.toUs ?? Number.POSITIVE_INFINITY);
}

/** Whether it is known why: what was damaged when it was sealed is a gap that begins with the last record before. */
export function isWrittenDown({ pair, fromUs }: MissingRecords, gaps: readonly PairGap[]): boolean {
  if (fromUs === undefined) return false;
  return gaps.some(
    (gap) =>
      gap.pair === pair &&
      gap.cause === 'crash' &&
      !NOT_THERE.test(gap.detail) &&
      gap.fromUs <= fromUs &&
      gap.toUs >= fromUs,
  );
}

const NOT_THERE = /^records \d+ to \d+ are not there/;

/** What a gap says of records that are missing. */
export function notThere(first: number, last: number): string {
  return `records ${first} to ${last} are not there`;
}
