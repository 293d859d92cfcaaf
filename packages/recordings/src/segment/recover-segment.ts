import { copyFileSync, existsSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { attempt, syncFileNow, syncFolderNow } from '@fathom/files';
import { segmentFramesEnd } from './read-segment.js';

/** What was cut off a segment that was not closed in good order. */
export interface SegmentCut {
  readonly path: string;
  readonly keptBytes: number;
  readonly cutBytes: number;
  /** One line: what is wrong with the first byte that was cut. */
  readonly reason: string;
  /** Where the bytes are kept; undefined when they were only the head of a frame that was being written. */
  readonly keptAs: string | undefined;
  /** Whether it was cut earlier, when recording began again. */
  readonly isBefore: boolean;
}

/**
 * Cuts a segment at the first frame that is not whole, or holds what nobody writes. An unfinished frame at the end is what
 * a killed process leaves behind. Anything else is damage: the file as it was is then kept beside it, as `….damaged`.
 * @returns undefined when nothing had to be cut.
 */
export function recoverSegment(path: string): SegmentCut | undefined {
  const { good, size, damage, isTorn } = segmentFramesEnd(path);
  if (damage === undefined || good === size) return undefined;
  const keptAs = isTorn ? undefined : keptPath(path);
  attempt(`cutting ${path}`, () => {
    // What was kept before is more than what is left: it stays as it is.
    if (keptAs !== undefined && !existsSync(keptAs)) keep(path, keptAs);
    truncateSync(path, good);
  });
  return { path, keptBytes: good, cutBytes: size - good, reason: damage, keptAs, isBefore: false };
}

/** What was cut off a damaged segment earlier; undefined when nothing was. */
export function cutBefore(path: string): SegmentCut | undefined {
  const keptAs = keptPath(path);
  if (!existsSync(keptAs)) return undefined;
  const [kept, whole] = attempt(`reading ${keptAs}`, () => [statSync(path).size, statSync(keptAs).size] as const);
  const reason = segmentFramesEnd(keptAs).damage ?? 'it was damaged';
  return { path, keptBytes: kept, cutBytes: whole - kept, reason, keptAs, isBefore: true };
}

/** Puts a segment that is sealed aside as it is. One that was kept before it was cut is more than what is left of it. */
export function keepAside(path: string): void {
  const keptAs = keptPath(path);
  if (existsSync(keptAs)) rmSync(path);
  else renameSync(path, keptAs);
}

/** On the disk, before what it was made of is cut. */
function keep(path: string, keptAs: string): void {
  const partial = `${keptAs}.writing`;
  copyFileSync(path, partial);
  syncFileNow(partial);
  renameSync(partial, keptAs);
  syncFolderNow(dirname(keptAs));
}

function keptPath(path: string): string {
  return `${path}.damaged`;
}
