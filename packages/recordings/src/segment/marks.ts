import { existsSync, readFileSync } from 'node:fs';
import { attempt } from '@fathom/files';

/** A place in a segment from which it can be read as from its beginning. */
export interface Mark {
  /** Of a frame's head, from the beginning of the file. */
  readonly offset: number;
  /** Nothing before it was received later, microseconds since 1970 UTC. */
  readonly us: number;
}

const SIZE = 16;

/** Beside its segment; without it reading begins at the beginning. */
export function marksPath(segment: string): string {
  return segment.replace(/\.segment$/, '.marks');
}

export function markBytes({ offset, us }: Mark): Uint8Array {
  const bytes = Buffer.alloc(SIZE);
  bytes.writeDoubleLE(offset, 0);
  bytes.writeDoubleLE(us, 8);
  return bytes;
}

/** Between which two marks the book of an instant is to be found. */
export interface MarkedPiece {
  /** Undefined for the segment's beginning. */
  readonly from: Mark | undefined;
  /** Undefined for its end. */
  readonly to: Mark | undefined;
}

/**
 * The piece from the last mark with everything before it received before `us`.
 * @throws {DataError} when the file cannot be read.
 */
export function pieceAround(segment: string, us: number): MarkedPiece {
  const path = marksPath(segment);
  if (!existsSync(path)) return { from: undefined, to: undefined };
  const bytes = attempt(`reading ${path}`, () => readFileSync(path));
  let to: Mark | undefined;
  for (let at = Math.floor(bytes.length / SIZE) * SIZE - SIZE; at >= 0; at -= SIZE) {
    const mark = { offset: bytes.readDoubleLE(at), us: bytes.readDoubleLE(at + 8) };
    if (mark.us < us) return { from: mark, to };
    to = mark;
  }
  return { from: undefined, to };
}
