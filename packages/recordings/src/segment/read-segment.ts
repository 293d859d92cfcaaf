import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { DataError } from '@fathom/contracts';
import { KIND } from '../record-format.js';
import { RecordDecoder } from '../record-decoder.js';
import { QUIET } from '../quiet-sink.js';
import type { RecordSink, SessionRecord } from '../record-sink.js';
import { type FrameBody, type FramesEnd, frames } from './frame-reader.js';
import { pieceAround } from './marks.js';
import { segmentStart } from './segment-name.js';

/**
 * Tells a sink what stands in a segment, to its end or to the first frame that is not whole or holds what nobody writes; all
 * of a frame before each `yield`, so that who reads can pause.
 * @throws {DataError} when the file cannot be read, or is a segment of another Fathom; and what the sink throws.
 */
export function* segmentFrames(path: string, sink: RecordSink): Generator<void, FramesEnd, undefined> {
  return yield* decoded(path, frames(path), sink, () => true);
}

/**
 * Tells a sink enough of a segment to know each book at an instant: from the last mark before it to the next one; nothing
 * where the marks are wrong.
 * @returns where reading ended; damage beyond what was wanted is not seen.
 * @throws {DataError} as `segmentFrames`.
 */
export function readAround(path: string, us: number, sink: RecordSink): FramesEnd {
  const { from, to } = pieceAround(path, us);
  let isRight = from === undefined;
  const isWanted = ({ bytes, start, offset }: FrameBody): boolean => {
    if (offset === from?.offset) isRight = isMark(bytes, start);
    return isRight && offset !== to?.offset;
  };
  const reader = decoded(path, frames(path, from?.offset), sink, isWanted);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
  }
}

/**
 * Tells a sink the end of a segment: from its last mark on, or all of it where there is none. That each pair stands at a
 * mark, and when what came before was received at the latest, is told with it.
 * @returns and @throws as `segmentFrames`.
 */
export function* segmentEnd(path: string, sink: RecordSink): Generator<void, FramesEnd, undefined> {
  const { from } = pieceAround(path, Number.POSITIVE_INFINITY);
  let isRight = from === undefined;
  const isWanted = ({ bytes, start }: FrameBody): boolean => {
    isRight ||= isMark(bytes, start);
    return isRight;
  };
  const end = yield* decoded(path, frames(path, from?.offset), sink, isWanted);
  return isRight ? end : yield* segmentFrames(path, sink);
}

/**
 * Whether nothing in a segment was received before an instant: its name says so, and what it begins with, since names go
 * on rising when a clock that was fast is set right.
 */
export function isLater(path: string, us: number): boolean {
  if ((segmentStart(basename(path)) ?? 0) < us) return false;
  return beginning(path).latestUs >= us;
}

/** What a segment begins with, of a run of a recorder: undefined where it is not the run's first segment. */
export function beginningOf(path: string): SessionRecord | undefined {
  const { session } = beginning(path);
  return session?.type === 'started' ? session : undefined;
}

/** What stands in the first frame: who began, and the latest receipt, which is 0 where nothing was received yet. */
function beginning(path: string): { readonly session: SessionRecord | undefined; readonly latestUs: number } {
  let session: SessionRecord | undefined;
  let latestUs = 0;
  const heard = ({ receivedUs }: { readonly receivedUs: number }): void => {
    latestUs = Math.max(latestUs, receivedUs);
  };
  const began = (record: SessionRecord): void => {
    session ??= record;
    latestUs = Math.max(latestUs, record.us);
  };
  const sink = { ...QUIET, book: heard, trades: heard, frame: heard, session: began };
  const reader = decoded(path, frames(path), sink, () => true);
  reader.next();
  reader.return(NOTHING);
  return { session, latestUs };
}

function isMark(bytes: Uint8Array, start: number): boolean {
  return ((bytes[start] ?? 0) & 7) === KIND.restart;
}

function* decoded(
  path: string,
  reader: ReturnType<typeof frames>,
  sink: RecordSink,
  isWanted: (frame: FrameBody) => boolean,
): Generator<void, FramesEnd, undefined> {
  const decoder = new RecordDecoder(sink);
  try {
    for (;;) {
      const next = reader.next();
      if (next.done === true) return next.value;
      const { bytes, start, end, offset } = next.value;
      if (!isWanted(next.value)) return { good: offset, size: offset, damage: undefined, isTorn: false };
      try {
        decoder.read(bytes, start, end);
      } catch (error) {
        if (!(error instanceof DataError) || decoder.isSinksFailure) throw error;
        const damage = `a frame of ${end - start} bytes holds what nobody writes: ${error.message}`;
        return { good: offset, size: statSync(path).size, damage, isTorn: false };
      }
      yield;
    }
  } catch (error) {
    if (!(error instanceof DataError) || error.message.includes(path)) throw error;
    throw new DataError(`${path}: ${error.message}`, { cause: error });
  } finally {
    // Its file is closed, also when nobody wants to know the rest.
    reader.return(NOTHING);
  }
}

const NOTHING: FramesEnd = { good: 0, size: 0, damage: undefined, isTorn: false };

/** Where what can be read of a segment ends, and why there. @throws as `segmentFrames`. */
export function segmentFramesEnd(path: string): FramesEnd {
  return readSegment(path, QUIET);
}

/** `segmentFrames` without a pause. */
export function readSegment(path: string, sink: RecordSink): FramesEnd {
  const reader = segmentFrames(path, sink);
  for (;;) {
    const next = reader.next();
    if (next.done === true) return next.value;
  }
}
