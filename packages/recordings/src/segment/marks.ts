import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { attempt } from '@fathom/files';

/** A place in a segment from which it can be read as from its beginning. */
export interface Mark {
  /** Of a frame's head, from the beginning of the file. */
  readonly offset: number;
  /** Nothing before it was received later, microseconds since 1970 UTC. */
  readonly us: number;
}

/** Offset and time, and the CRC-32 of both. The marks of an older Fathom had none, and are no marks any more. */
const SIZE = 20;
const CHECKED = 16;

/** Beside its segment; without it reading begins at the beginning. */
export function marksPath(segment: string): string {
  return segment.replace(/\.segment$/, '.marks');
}

/**
 * Writes one down, behind those before it. The disk is not asked to keep it: without it reading only takes longer.
 * @throws {DataError} when it cannot be written.
 */
export function appendMark(segment: string, { offset, us }: Mark): void {
  const bytes = Buffer.alloc(SIZE);
  bytes.writeDoubleLE(offset, 0);
  bytes.writeDoubleLE(us, 8);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CHECKED)), CHECKED);
  const path = marksPath(segment);
  attempt(`writing ${path}`, () => appendFileSync(path, bytes));
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
  let from: Mark | undefined;
  for (const mark of marksOf(segment)) {
    if (mark.us >= us) return { from, to: mark };
    from = mark;
  }
  return { from, to: undefined };
}

/** Those whose checksum is right and that go on from those before. */
function marksOf(segment: string): Mark[] {
  const path = marksPath(segment);
  if (!existsSync(path)) return [];
  const bytes = attempt(`reading ${path}`, () => readFileSync(path));
  const marks: Mark[] = [];
  for (let at = 0; at + SIZE <= bytes.length; at += SIZE) {
    if (crc32(bytes.subarray(at, at + CHECKED)) !== bytes.readUInt32LE(at + CHECKED)) continue;
    const mark = { offset: bytes.readDoubleLE(at), us: bytes.readDoubleLE(at + 8) };
    const last = marks.at(-1);
    if (last === undefined || (mark.offset > last.offset && mark.us >= last.us)) marks.push(mark);
  }
  return marks;
}
