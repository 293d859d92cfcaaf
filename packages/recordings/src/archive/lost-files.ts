import { basename } from 'node:path';
import type { Range } from '../catalogue/catalogue.js';
import type { RecordingArchive } from '../recording-archive.js';
import { segmentStart } from '../segment/segment-name.js';

/** Files of which only others tell that they were there. What the catalogue knows of is not among them. */
export function lostFiles(
  { layout, isInFolder }: RecordingArchive,
  { toUs = Number.POSITIVE_INFINITY }: Range,
): { readonly path: string; readonly problem: string }[] {
  const segments = layout.lostSegmentPaths().filter((path) => (segmentStart(basename(path)) ?? 0) < toUs);
  return [
    ...(isInFolder && layout.hasLostCatalogue ? [{ path: layout.catalogue, problem: `it is gone, ${UNKNOWN}` }] : []),
    ...segments.map((path) => ({ path, problem: 'it is gone: only its marks are left' })),
  ];
}

const UNKNOWN = 'so nobody knows what the parts beside it should be';
