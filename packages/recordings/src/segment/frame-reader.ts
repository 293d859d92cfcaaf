import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DataError } from '@fathom/contracts';
import { attempt } from '@fathom/files';
import { FRAME_HEAD, isBody, LARGEST_FRAME, MAGIC, OLD_MAGIC } from './frames.js';

const WINDOW = 2 ** 20;

/** Where whole frames end, and why there. */
export interface FramesEnd {
  /** Bytes of the file that are good. */
  readonly good: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Why reading ended before the file's end; undefined when it did not. */
  readonly damage: string | undefined;
  /** Whether what follows can be a frame that is being written, or was when the recorder was killed. */
  readonly isTorn: boolean;
}

/**
 * Whether what is said of damage says that a file ends too early: a recorder that was killed leaves that, and has lost no
 * record by it.
 */
export function isCutOff(damage: string): boolean {
  return /\bis cut off\b|its first bytes are missing/.test(damage);
}

/** The body of a frame: a range of bytes that is valid until the next one is asked for. */
export interface FrameBody {
  bytes: Uint8Array;
  /** Where its head stands in the file. */
  offset: number;
  start: number;
  end: number;
}

/**
 * Reads a segment frame by frame, with memory for one window, to the first that is not whole. A segment that is still
 * written can be read: an unfinished frame ends it.
 * @param from where a frame begins, to begin there
 * @throws {DataError} when the file cannot be read, or is a segment of another Fathom.
 */
export function* frames(path: string, from = 0): Generator<FrameBody, FramesEnd, undefined> {
  const doing = `reading ${path}`;
  const descriptor = attempt(doing, () => openSync(path, 'r'));
  try {
    const { size } = fstatSync(descriptor);
    let window = Buffer.allocUnsafe(Math.min(WINDOW, Math.max(size, MAGIC.length)));
    let held = 0;
    let at = 0;
    let position = 0;
    /** Makes `count` bytes from `at` on available, if the file has them. */
    const has = (count: number): boolean => {
      if (held - at >= count) return true;
      if (window.length < count) {
        const larger = Buffer.allocUnsafe(count);
        window.copy(larger, 0, at, held);
        window = larger;
      } else window.copy(window, 0, at, held);
      held -= at;
      at = 0;
      while (held < count) {
        const read = attempt(doing, () => readSync(descriptor, window, held, window.length - held, position));
        if (read === 0) return false;
        held += read;
        position += read;
      }
      return true;
    };
    if (!has(MAGIC.length))
      return size === 0
        ? { good: 0, size, damage: undefined, isTorn: false }
        : torn(0, size, 'its first bytes are missing');
    const magic = window.subarray(0, MAGIC.length);
    if (!magic.equals(MAGIC) && !magic.equals(OLD_MAGIC)) return noSegment(path, window, size);
    at = MAGIC.length;
    let good = at;
    if (from > good) {
      good = from;
      position = from;
      held = 0;
      at = 0;
    }
    const body: FrameBody = { bytes: window, offset: 0, start: 0, end: 0 };
    while (has(1)) {
      if (!has(FRAME_HEAD)) return torn(good, size, 'a frame is cut off in its head');
      const length = window.readUInt32LE(at);
      const crc = window.readUInt32LE(at + 4);
      if (length > LARGEST_FRAME) return { good, size, damage: `a frame claims ${length} bytes`, isTorn: false };
      if (length > size - good - FRAME_HEAD) return torn(good, size, `a frame of ${length} bytes is cut off`);
      if (!has(FRAME_HEAD + length)) return torn(good, size, `a frame of ${length} bytes is cut off`);
      const start = at + FRAME_HEAD;
      if (!isBody(window, start, start + length, crc)) {
        return { good, size, damage: `a frame of ${length} bytes has a wrong checksum`, isTorn: false };
      }
      body.bytes = window;
      body.offset = good;
      body.start = start;
      body.end = start + length;
      yield body;
      at = start + length;
      good += FRAME_HEAD + length;
    }
    return { good, size, damage: undefined, isTorn: false };
  } finally {
    closeSync(descriptor);
  }
}

function torn(good: number, size: number, damage: string): FramesEnd {
  return { good, size, damage, isTorn: true };
}

function noSegment(path: string, window: Buffer, size: number): FramesEnd {
  const found = window.toString('latin1', 0, MAGIC.length);
  if (/^fbook-\d\d$/.test(found))
    throw new DataError(`${path} is a segment of another Fathom (${found}, this one reads ${MAGIC.toString()})`);
  return { good: 0, size, damage: `it is no segment: it begins with ${JSON.stringify(found)}`, isTorn: false };
}
