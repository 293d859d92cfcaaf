import { isCutOff } from '../segment/frame-reader.js';

/** Records that are missing, and between which segments that is, by when each begins: undefined where nobody knows any more. */
export interface Hole {
  /** Receipt of the last record before them; undefined where they are the pair's first. */
  readonly fromUs: number | undefined;
  /** They were received until then at the latest. */
  readonly toUs: number;
  /** The segment that holds the last record before. */
  readonly after: number | undefined;
  /** … and the first one after. */
  readonly before: number | undefined;
}

/** Whether a segment may have lost records that it had: not when all that is wrong is that its last frame was never written. */
export function hasLost(damage: string): boolean {
  return damage !== '' && !isCutOff(damage);
}

/** Segments that lost something to damage, which is told as that and not once more as missing. */
export class KnownDamage {
  private readonly damaged: readonly number[];
  private readonly all: readonly number[];

  /**
   * @param damaged when each of them begins, microseconds since 1970 UTC.
   * @param others the same of all others that there are, or were.
   */
  constructor(damaged: Iterable<number>, others: Iterable<number>) {
    this.damaged = [...damaged];
    this.all = [...new Set([...this.damaged, ...others])].toSorted((a, b) => a - b);
  }

  /** Whether one of them lies where something is missing, and may be why. */
  explains({ fromUs, toUs, after, before }: Hole): boolean {
    return this.damaged.some((start) => {
      const isBehind = after === undefined ? this.endOf(start) >= (fromUs ?? 0) : start >= after;
      return isBehind && (before === undefined ? start <= Math.max(fromUs ?? 0, toUs) : start < before);
    });
  }

  private endOf(start: number): number {
    return this.all.find((one) => one > start) ?? Number.POSITIVE_INFINITY;
  }
}
