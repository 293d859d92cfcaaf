import type { Range } from '../catalogue/catalogue.js';
import type { Part } from '../catalogue/part.js';
import type { Gap } from '../gap.js';
import type { Hole } from './known-damage.js';
import { segmentOf } from './part-place.js';

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
  /** When the segment begins that they came in, microseconds since 1970 UTC; undefined where nobody knows any more. */
  readonly segment: number | undefined;
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
export function stretchOf(part: Part): Stretch {
  const { pair, name, kind, messages, firstSequence, lastSequence: last, firstUs, lastUs, path } = part;
  // A quiet pair's has that book alone.
  const first = messages === 0 ? last + 1 : firstSequence;
  const channels = new Set<Gap['channel']>([kind === 'book' ? 'book' : 'market-trades']);
  const segment = segmentOf(path);
  return { pair, name, first, last, fromUs: firstUs, toUs: lastUs, channels, segment };
}

/**
 * What is missing between stretches, and before the first: a pair's records are numbered from 1 on without a hole.
 * @returns by pair, in the order of their numbers.
 */
export function missingRecords(stretches: readonly Stretch[]): (MissingRecords & Hole)[] {
  const byPair = new Map<string, Stretch[]>();
  for (const stretch of stretches) {
    const known = byPair.get(stretch.pair);
    if (known === undefined) byPair.set(stretch.pair, [stretch]);
    else known.push(stretch);
  }
  return [...byPair.keys()].toSorted().flatMap((id) => missingOfPair(byPair.get(id) ?? []));
}

function missingOfPair(stretches: readonly Stretch[]): (MissingRecords & Hole)[] {
  const channels = (['book', 'market-trades'] as const).filter((one) =>
    stretches.some((stretch) => stretch.channels.has(one)),
  );
  const missing: (MissingRecords & Hole)[] = [];
  let last = 0;
  let lastUs: number | undefined;
  let after: number | undefined;
  for (const stretch of stretches.toSorted((a, b) => a.first - b.first || (a.segment ?? 0) - (b.segment ?? 0))) {
    const { pair, name, first, fromUs, toUs, segment: before } = stretch;
    if (first > last + 1) {
      const hole = { fromUs: lastUs, toUs: fromUs, after, before };
      missing.push({ pair, name, channels, first: last + 1, last: first - 1, ...hole });
    }
    if (stretch.last >= last) after = before;
    last = Math.max(last, stretch.last);
    // Where nothing stands nothing was received.
    if (stretch.last >= first) lastUs = Math.max(lastUs ?? 0, toUs);
  }
  return missing;
}

/** Whether some of what is missing can be of a range. */
export function isOfRange({ pair, fromUs, toUs }: MissingRecords, range: Range): boolean {
  if (range.pair !== undefined && range.pair !== pair) return false;
  // A clock may have been set back meanwhile.
  const [earliest, latest] = [Math.min(fromUs ?? 0, toUs), Math.max(fromUs ?? 0, toUs)];
  return latest >= (range.fromUs ?? 0) && earliest < (range.toUs ?? Number.POSITIVE_INFINITY);
}

/** What a gap says of records that are missing. */
export function notThere(first: number, last: number): string {
  return `records ${first} to ${last} are not there`;
}
