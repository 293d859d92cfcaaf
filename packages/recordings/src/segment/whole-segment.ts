import { DataError } from '@fathom/contracts';
import { isHeld } from '../folder-lock.js';
import type { FolderLayout } from '../folder-layout.js';
import type { FramesEnd } from './frame-reader.js';
import { segmentFramesEnd } from './read-segment.js';

/**
 * Whether a segment that was read only in part was so because it is still written: the last frame of the newest one may be
 * half there, while somebody records.
 * @throws {DataError} when it is not: then it is damaged from there on.
 */
export async function assertWhole(layout: FolderLayout, path: string, end: FramesEnd): Promise<void> {
  if (end.damage === undefined) return;
  const isNewest = layout.segmentPaths().at(-1) === path;
  if (isNewest && end.isTorn && (await isHeld(layout.lock))) return;
  // Who was writing it may have gone on, and ended, since it was read.
  const { good, size, damage } = segmentFramesEnd(path);
  if (damage === undefined) return;
  throw new DataError(`${path}: ${damage}: its last ${size - good} bytes are not to be trusted, from byte ${good} on`);
}
